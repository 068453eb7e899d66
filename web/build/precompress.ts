import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const compressible = /\.(js|css|html|svg|json)$/

/** What `text` weighs in each encoding, by the ending of its file: as small as it gets, since it is done once. */
const encodings = {
  br: (text: Buffer) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  gz: (text: Buffer) => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
}

/** Writes `file.br` and `file.gz` beside each file of a folder, where they are smaller. */
export const compressFolder = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && compressible.test(entry.name))
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name)
        const text = await readFile(path)
        for (const [ending, compress] of Object.entries(encodings)) {
          const small = await compress(text)
          if (small.length < text.length) await writeFile(`${path}.${ending}`, small)
        }
      }),
  )
}

/** Compresses what was built, so that no server does it again for every visitor. */
export const precompress = (): Plugin => {
  let folder = ''
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir)
    },
    // Behind the writing of index.html and of the public folder.
    closeBundle: { order: 'post', sequential: true, handler: () => compressFolder(folder) },
  }
}
