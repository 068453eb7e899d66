import react from '@vitejs/plugin-react'
import { msw } from 'msw/vite'
import { defineConfig, type Plugin } from 'vite'
import { en } from './src/messages/en.ts'

/** The only words that stand in index.html come from the catalogue as well. */
const wordsOfTheFrame: Plugin = {
  name: 'words-of-the-frame',
  transformIndexHtml: (html) => html.replace('%TITLE%', en.frame.product).replace('%NOSCRIPT%', en.frame.noScript),
}

export default defineConfig(({ command }) => ({
  plugins: [react(), wordsOfTheFrame, ...(command === 'serve' ? [msw({ mode: 'worker-only' })] : [])],
  build: {
    // The browsers that phones still get enrolled with; `<dialog>` and `:has` set the floor.
    target: ['es2022', 'chrome111', 'safari16.4', 'firefox121'],
    // An inlined asset would be a data: URL, which the content security policy allows for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
}))
