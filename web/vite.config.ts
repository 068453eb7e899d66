import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { msw } from 'msw/vite'
import { defineConfig, type Plugin } from 'vite'
import { bootScript } from './build/boot-script.ts'
import { catalogFiles } from './build/catalog-files.ts'
import { msalAddress } from './build/msal-address.ts'
import { precompress } from './build/precompress.ts'
import { serviceWorker } from './build/service-worker.ts'
import { unusedQueryParts } from './build/unused-query-parts.ts'
import { wordsOfTheFrame } from './build/words-of-the-frame.ts'
import { messageCatalogs } from './catalogs/plugin.ts'

/**
 * Vite surrounds each dynamic import with a helper that first fetches what the file needs. No file here needs another
 * but the first, which is there: half a kB of the first page's budget. What is left of it tells when a file did not come.
 */
const plainImports: Plugin = {
  name: 'plain-imports',
  apply: 'build',
  transform: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => ({
      code: `export const __vitePreload = (load) => load().catch((payload) => {
        dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload }))
        throw payload
      })`,
      map: null,
    }),
  },
}

/** The browsers that phones still get enrolled with; `<dialog>` and `:has` set the floor. */
const target = ['es2022', 'chrome111', 'safari16.4', 'firefox121']

export default defineConfig(({ command }) => ({
  plugins: [
    react(),
    messageCatalogs,
    catalogFiles(),
    wordsOfTheFrame,
    unusedQueryParts,
    plainImports,
    bootScript(target),
    msalAddress,
    serviceWorker(target),
    precompress(),
    ...(command === 'serve' ? [msw({ mode: 'worker-only' })] : []),
  ],
  // `form--label` instead of a hash: files have names of their own, and words that repeat compress better.
  css: { modules: { generateScopedName: (name, file) => `${basename(file, '.module.css')}--${name}` } },
  build: {
    target,
    // An inlined asset would be a data: URL, which the content security policy allows for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // All styles together weigh 4 kB: one file, and no page waits for its own.
    cssCodeSplit: false,
    // Reading a property, or a global that may be missing, does nothing in any library here: what only does that goes.
    rolldownOptions: { treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false } },
  },
}))
