import { expect, test } from 'vitest'
import { shellFiles } from './service-worker.ts'

test('the shell is what the first page begins with: no later page, no picture, no words', () => {
  const chunk = (fileName: string, isEntry: boolean) => ({ type: 'chunk' as const, fileName, isEntry })
  const asset = (fileName: string) => ({ type: 'asset' as const, fileName })
  expect(
    shellFiles([
      chunk('assets/index-00000001.js', true),
      chunk('assets/later-pages-00000002.js', false),
      chunk('assets/words-en-first-00000003.js', true),
      asset('assets/style-00000004.css'),
      asset('assets/boot-00000005.js'),
      asset('assets/picture-00000006.svg'),
      asset('index.html'),
    ]),
  ).toEqual(['/assets/boot-00000005.js', '/assets/index-00000001.js', '/assets/style-00000004.css'])
})
