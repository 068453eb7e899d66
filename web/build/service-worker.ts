import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { wordsOf } from './boot-script.ts'
import { ownScript } from './own-script.ts'

type BuiltFile =
  | { readonly type: 'chunk'; readonly fileName: string; readonly isEntry: boolean }
  | { readonly type: 'asset'; readonly fileName: string }

const shellAsset = /^assets\/(boot-[\w-]+\.js|[\w-]+\.css)$/
/** Built as beginnings of their own, and kept by language. */
const words = /^assets\/words-/

/** The first page's files under `/`: the scripts that it begins with, its styles. */
export const shellFiles = (built: readonly BuiltFile[]): readonly string[] =>
  built
    .filter((file) =>
      file.type === 'chunk' ? file.isEntry && !words.test(file.fileName) : shellAsset.test(file.fileName),
    )
    .map(({ fileName }) => `/${fileName}`)
    .sort()

/** Builds `/service-worker.js`, which knows the files of its own build: with any of them it becomes another one. */
export const serviceWorker = (target: string[]): Plugin => ({
  name: 'service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      const index = bundle['index.html']
      if (index?.type !== 'asset') throw new Error('index.html is missing')
      const files = shellFiles(Object.values(bundle))
      const version = createHash('sha256').update(index.source).digest('base64url').slice(0, 8)
      const shell = JSON.stringify({ version, page: '/index.html', files, words: wordsOf(Object.keys(bundle)) })
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: await ownScript('worker/service-worker.ts', target, { shell }),
      })
    },
  },
})
