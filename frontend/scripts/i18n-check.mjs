// Every text is in the catalogues, and every message is translated.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const catalogues = ['ru', 'en'].map((locale) => `src/shared/i18n/locales/${locale}.po`)
const lingui = (...args) => {
  const run = spawnSync(process.execPath, ['node_modules/@lingui/cli/dist/lingui.js', ...args], {
    encoding: 'utf8',
  })
  return { failed: run.status !== 0, output: run.stdout + run.stderr }
}
// The creation date is the only line that an extraction may change.
const content = (file) => readFileSync(file, 'utf8').replace(/^"POT-Creation-Date:.*\n/m, '')

const before = catalogues.map((file) => readFileSync(file, 'utf8'))
const known = catalogues.map(content)
const extraction = lingui('extract', '--clean')
const stale = catalogues.filter((file, index) => content(file) !== known[index])
catalogues.forEach((file, index) => {
  writeFileSync(file, before[index])
})
if (extraction.failed) {
  console.error(extraction.output)
  process.exit(1)
}
if (stale.length > 0) {
  console.error(`Stale catalogues: ${stale.join(', ')}. Run: npm run i18n:extract`)
  process.exit(1)
}
const folder = catalogues[0].replace(/\/[^/]+$/, '')
const compilation = lingui('compile', '--strict')
// The build compiles catalogues by itself; what the check wrote is not needed.
const { rmSync } = await import('node:fs')
for (const locale of ['ru', 'en']) rmSync(`${folder}/${locale}.js`, { force: true })
if (compilation.failed) {
  console.error(compilation.output)
  process.exit(1)
}
console.log('Catalogues are complete.')
