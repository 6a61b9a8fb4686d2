import { rmSync } from 'node:fs'

/** The data of the run goes with the run. */
export default function teardown(): void {
  const folder = process.env.OPORA_E2E_DATA
  if (folder) rmSync(folder, { recursive: true, force: true })
}
