/// <reference types="vitest/config" />
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const api = process.env.OPORA_API_URL ?? 'http://127.0.0.1:8000'

// The Cyrillic font and the Russian catalogue are needed by every first paint; without the hints the
// browser would learn of them only after the entry has run.
const preloads = (): Plugin => ({
  name: 'opora-preloads',
  transformIndexHtml: {
    order: 'post',
    handler(_html, context) {
      const files = Object.values(context.bundle ?? {})
      const font = files.find((file) => /golos-text-cyrillic-wght.*woff2$/.test(file.fileName))
      const catalogue = files.find(
        (file) => file.type === 'chunk' && /locales\/ru\.po/.test(file.facadeModuleId ?? ''),
      )
      const link = (href: string, attrs: Record<string, string | boolean>) => ({
        tag: 'link',
        injectTo: 'head' as const,
        attrs: { ...attrs, crossorigin: true, href: `/${href}` },
      })
      return [
        ...(font ? [link(font.fileName, { rel: 'preload', as: 'font', type: 'font/woff2' })] : []),
        ...(catalogue ? [link(catalogue.fileName, { rel: 'modulepreload' })] : []),
      ]
    },
  },
})

// The readable view of the API at /docs: swagger-ui's own files, served by us, nothing from elsewhere.
const apiReference = (): Plugin => ({
  name: 'opora-api-reference',
  apply: 'build',
  generateBundle() {
    const ours = ['index.html', 'start.js'].map((name) => [name, `docs/${name}`])
    const theirs = ['swagger-ui.css', 'swagger-ui-bundle.js'].map((name) => [
      name,
      `node_modules/swagger-ui-dist/${name}`,
    ])
    for (const [name, path] of [...ours, ...theirs] as [string, string][])
      this.emitFile({ type: 'asset', fileName: `docs/${name}`, source: readFileSync(path) })
  },
})

export default defineConfig({
  plugins: [
    react(),
    babel({ include: /\/src\/.*\.tsx?$/, plugins: ['@lingui/babel-plugin-lingui-macro'] }),
    lingui(),
    preloads(),
    apiReference(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'baseline-widely-available',
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Otherwise a shared helper drags a lazy group into the entry.
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'vendor',
              test: /node_modules[\\/](react|react-dom|scheduler|clsx|@tanstack|@lingui|openapi-fetch|use-sync-external-store)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': api, '/healthz': api, '/readyz': api, '/openapi.json': api, '/docs': api },
  },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://opora.test/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
  },
})
