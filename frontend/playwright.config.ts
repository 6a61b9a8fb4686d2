import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

// The one place that knows how the product is started for the browser tests: its own command,
// on demonstration data in a folder of its own.
const port = Number(process.env.OPORA_E2E_PORT ?? 8070)
const outside = process.env.OPORA_E2E_URL
const address = outside ?? `http://127.0.0.1:${port}`
// Workers load this file again; the folder is made once and handed down.
process.env.OPORA_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'opora-e2e-'))

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  globalTeardown: '../tests/e2e/teardown.ts',
  use: {
    baseURL: address,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
      env: { ...process.env, LANGUAGE: 'ru' } as Record<string, string>,
    },
  },
  projects: [
    // What changes data runs first and once; the pages are then looked at in every form.
    { name: 'jobs', testMatch: 'jobs/*.spec.ts', use: { viewport: { width: 1366, height: 768 } } },
    {
      name: 'desktop',
      testMatch: 'pages/*.spec.ts',
      dependencies: ['jobs'],
      use: { viewport: { width: 1366, height: 768 } },
    },
    {
      name: 'phone',
      testMatch: 'pages/*.spec.ts',
      dependencies: ['jobs'],
      use: { viewport: { width: 360, height: 740 }, hasTouch: true },
    },
  ],
  webServer: outside
    ? undefined
    : {
        command: '../.venv/bin/python -m opora run',
        url: `${address}/readyz`,
        timeout: 180_000,
        reuseExistingServer: false,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
        env: {
          OPORA_DEMO: '1',
          OPORA_PORT: String(port),
          OPORA_DATA_DIR: process.env.OPORA_E2E_DATA,
        },
      },
})
