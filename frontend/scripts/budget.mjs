// Sizes of what a browser loads, gzip; fails above the limits of the design.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limits = { initialScript: 160, routeScript: 40, initialStyle: 18 }

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const sizes = new Map()
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1024)
  return sizes.get(file)
}
const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0)

function reach(key, found = { script: new Set(), style: new Set() }) {
  const chunk = manifest[key]
  if (!chunk || found.script.has(chunk.file)) return found
  found.script.add(chunk.file)
  for (const style of chunk.css ?? []) found.style.add(style)
  for (const next of chunk.imports ?? []) reach(next, found)
  return found
}

const entry = reach('index.html')
for (const file of reach('src/shared/i18n/locales/ru.po').script) entry.script.add(file)

const rows = [
  ['first load: script', total(entry.script), limits.initialScript],
  ['first load: style', total(entry.style), limits.initialStyle],
]
const routes = Object.entries(manifest)
  .filter(([key, chunk]) => chunk.isDynamicEntry && !key.endsWith('.po'))
  .map(([key]) => {
    const own = [...reach(key).script].filter((file) => !entry.script.has(file))
    return [key.replace('src/features/', ''), total(own), limits.routeScript]
  })
rows.push(...routes.sort((a, b) => b[1] - a[1]))

let failed = false
for (const [name, kilobytes, limit] of rows) {
  const over = kilobytes > limit
  failed ||= over
  console.log(
    `${kilobytes.toFixed(1).padStart(7)} of ${String(limit).padStart(3)} KB  ${name}${over ? '  OVER' : ''}`,
  )
}
if (process.argv.includes('--files'))
  for (const file of entry.script) console.log(`        ${size(file).toFixed(1)} KB  ${file}`)
process.exit(failed ? 1 : 0)
