import { expect, test } from 'vitest'
import { linkIn, pathOfLink } from './account-path.ts'

const request = '0123456789abcdefABCDEF'

test('an account, alone or with an enrollment request, is a link', () => {
  expect(linkIn('/acme')).toEqual({ account: 'acme' })
  expect(linkIn(`/acme/${request}`)).toEqual({ account: 'acme', request })
})

test('capitals in the account and a slash at the end are forgiven; a request keeps its capitals', () => {
  expect(linkIn('/Acme/')).toEqual({ account: 'acme' })
  expect(linkIn(`/ACME/${request}/`)).toEqual({ account: 'acme', request })
})

test.each(['/', '//', '/redirect', '/-acme', '/acme/short', `/acme/${request}/more`, '/acme//', '/%61cme', 'acme'])(
  '%s is no link',
  (path) => {
    expect(linkIn(path)).toBeUndefined()
  },
)

test('a link has one path, which reads as the same link', () => {
  for (const link of [{ account: 'acme' }, { account: 'acme', request }]) expect(linkIn(pathOfLink(link))).toEqual(link)
})
