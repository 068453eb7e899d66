import { directionOf, languages as ofTheMails } from '@muster/shared/language'
import { expect, test } from 'vitest'
import { languages } from './languages.ts'

test('pages and mails speak the same languages, each in the same direction', () => {
  expect(Object.keys(languages)).toEqual(ofTheMails)
  expect(Object.values(languages).map(({ direction }) => direction)).toEqual(ofTheMails.map(directionOf))
})
