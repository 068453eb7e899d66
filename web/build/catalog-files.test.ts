import { expect, test } from 'vitest'
import { wordsOf } from './boot-script.ts'
import { catalogFile, catalogsModule, hashOf } from './catalog-files.ts'

test('a changed catalog changes the name of every file of words', () => {
  expect(hashOf(['a', 'b'])).not.toBe(hashOf(['a', 'c']))
  expect(hashOf(['ab', ''])).not.toBe(hashOf(['a', 'b']))
})

test('the start script finds the files that are written, and the pages ask for the same', async () => {
  const hash = hashOf(['one', 'two'])
  const file = catalogFile('pt-BR', 'first', hash)
  expect(wordsOf([`assets/${file}`])).toEqual({ 'pt-BR': `/assets/${file}` })
  const asked: string[] = []
  const code = catalogsModule(['en', 'pt-BR'], hash)
    .replace(/export (\{.*\})/, 'Object.assign(scope, $1)')
    .replace('import(', 'fetched(')
  const scope: Record<string, (language: string) => Promise<unknown>> = {}
  const fetched = async (path: string) => (asked.push(path), { default: 'words' })
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- the module as the build puts it there
  new Function('scope', 'fetched', code)(scope, fetched)
  expect(await scope['fetchFirst']?.('pt-BR')).toBe('words')
  expect(asked).toEqual([`./${file}`])
})
