import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'
import { wordsOf } from './boot-script.ts'
import { ownScript } from './own-script.ts'

type Bundle = Rolldown.OutputBundle

/** The first page's files under `/`: the scripts that it begins with, its styles. */
export const shellFiles = (bundle: Bundle): readonly string[] =>
  Object.values(bundle)
    .filter(
      (file) =>
        (file.type === 'chunk' && file.isEntry) ||
        (file.type === 'asset' && /^assets\/(boot-[\w-]+\.js|[\w-]+\.css)$/.test(file.fileName)),
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
      const files = shellFiles(bundle)
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
