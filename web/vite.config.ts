import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { msw } from 'msw/vite'
import { defineConfig, type Plugin } from 'vite'
import { en, enStill } from './src/messages/en.ts'

/** The only words that stand in index.html come from the catalogue as well. */
const wordsOfTheFrame: Plugin = {
  name: 'words-of-the-frame',
  transformIndexHtml: (html) =>
    html.replace('%TITLE%', en.frame.product).replace('%NOSCRIPT%', enStill.noScript).replace('%LATE%', enStill.late),
}

/**
 * React Router wraps the renderer of its data routes in `memo` as soon as it is loaded. Unless that call is marked as
 * free of side effects, the whole renderer stays in the bundle, unused: 3 kB of the first page's budget.
 */
const unusedDataRoutes: Plugin = {
  name: 'unused-data-routes',
  apply: 'build',
  transform: {
    filter: { id: /react-router\/dist\/production\/lib\/components\.js/ },
    handler: (code) => ({ code: code.replace('= React$1.memo(', () => '= /* @__PURE__ */ React$1.memo('), map: null }),
  },
}

export default defineConfig(({ command }) => ({
  plugins: [react(), wordsOfTheFrame, unusedDataRoutes, ...(command === 'serve' ? [msw({ mode: 'worker-only' })] : [])],
  // `form--label` instead of a hash: files have names of their own, and words that repeat compress better.
  css: { modules: { generateScopedName: (name, file) => `${basename(file, '.module.css')}--${name}` } },
  build: {
    // The browsers that phones still get enrolled with; `<dialog>` and `:has` set the floor.
    target: ['es2022', 'chrome111', 'safari16.4', 'firefox121'],
    // An inlined asset would be a data: URL, which the content security policy allows for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // All styles together weigh 4 kB: one file, and no page waits for its own.
    cssCodeSplit: false,
  },
}))
