import { expect, test } from 'vitest'
import { spokenIn, wordsOf } from './boot-script.ts'
import { wordsOfTheFrame } from './words-of-the-frame.ts'

test('the first page’s words are found by their language, whatever its tag is made of', () => {
  expect(
    wordsOf([
      'assets/words-en-first-D-ONkSeq.js',
      'assets/words-en-later-BXYyaEaw.js',
      'assets/words-pt-BR-first-Ab_-12xY.js',
      'assets/words-zh-Hans-first-00000000.js',
      'assets/index-CizsVZe5.js',
    ]),
  ).toEqual({
    en: '/assets/words-en-first-D-ONkSeq.js',
    'pt-BR': '/assets/words-pt-BR-first-Ab_-12xY.js',
    'zh-Hans': '/assets/words-zh-Hans-first-00000000.js',
  })
})

test('what the frame says is there in every language, and English is shown until another is found', () => {
  const fill = wordsOfTheFrame.transformIndexHtml
  if (typeof fill !== 'function') throw new Error('no handler')
  const html = Reflect.apply(fill, undefined, ['%TITLE%|<p>%NOSCRIPT%</p>|%LATE%'])
  expect(html).toMatch(
    /^Device enrollment\|<p lang="en" dir="ltr">This page needs JavaScript\..*<p lang="ar" dir="rtl">.*<\/p>\|<span lang="en">Taking long\?[^<]*<\/span>(?:<span lang="[\w-]+" hidden>[^<]+<\/span>)*$/,
  )
})

test('the start script is told how each language is written, and nothing of one that has no table', () => {
  expect(spokenIn({ he: '/he.js', en: '/en.js', tlh: '/tlh.js' })).toEqual([
    ['en', 'ltr', '/en.js'],
    ['he', 'rtl', '/he.js'],
  ])
})
