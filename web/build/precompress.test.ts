import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressFolder } from './precompress.ts'

test('beside each text lies the same, smaller, in both encodings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-compress-'))
  const long = 'a line that repeats\n'.repeat(100)
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), long)
  await writeFile(join(folder, 'assets/index-1.js'), long)
  await writeFile(join(folder, 'assets/tiny-1.js'), '1')
  await writeFile(join(folder, 'assets/picture-1.png'), long)
  await compressFolder(folder)
  expect((await readdir(folder, { recursive: true })).sort()).toEqual([
    'assets',
    'assets/index-1.js',
    'assets/index-1.js.br',
    'assets/index-1.js.gz',
    'assets/picture-1.png',
    'assets/tiny-1.js',
    'index.html',
    'index.html.br',
    'index.html.gz',
  ])
  expect(brotliDecompressSync(await readFile(join(folder, 'assets/index-1.js.br'))).toString()).toBe(long)
  expect(gunzipSync(await readFile(join(folder, 'index.html.gz'))).toString()).toBe(long)
  await rm(folder, { recursive: true })
})
