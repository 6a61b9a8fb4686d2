// Generates the TypeScript types of the HTTP contract; with --check fails when they are stale.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const contract = join(root, '../openapi/openapi.json')
const target = join(root, 'src/shared/api/schema.gen.ts')
// The generator needs the compiler API of TypeScript 5, so it lives in a package of its own.
const generator = join(root, 'tools/codegen/node_modules/openapi-typescript/bin/cli.js')

if (!existsSync(generator)) {
  console.error('The generator is not installed. Run: npm ci --prefix tools/codegen')
  process.exit(1)
}
const generate = (output) =>
  execFileSync(
    process.execPath,
    [generator, contract, '--output', output, '--alphabetize', '--default-non-nullable=false'],
    {
      cwd: join(root, 'tools/codegen'),
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )

if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'opora-types-'))
  const fresh = join(folder, 'schema.gen.ts')
  generate(fresh)
  const same = readFileSync(fresh, 'utf8') === readFileSync(target, 'utf8')
  rmSync(folder, { recursive: true })
  if (!same) {
    console.error('src/shared/api/schema.gen.ts does not match openapi/openapi.json. Run: npm run types')
    process.exit(1)
  }
} else generate(target)
