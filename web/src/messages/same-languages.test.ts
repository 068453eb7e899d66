import { languages as ofTheMails } from '@muster/shared/language'
import { expect, test } from 'vitest'
import { autonyms } from './languages.ts'

test('pages and mails speak the same languages', () => {
  expect(Object.keys(autonyms)).toEqual(ofTheMails)
})
