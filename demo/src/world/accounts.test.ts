import { parseAccountFile } from '@muster/bff/adapters/account-file'
import { expect, test } from 'vitest'
import { demoAccounts } from './accounts.ts'
import { people } from './people.ts'

const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const place = {
  urls: ['ldaps://localhost:1636'],
  ca,
  service: { dn: 'CN=svc', passwordFile: 'service-password' },
}
const files = demoAccounts(place)
const accounts = () => {
  const parsed = parseAccountFile(JSON.stringify(files))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.value
}

test('every account passes the rules of account files', () => {
  expect(parseAccountFile(JSON.stringify(files))).toMatchObject({ ok: true })
  const withPages = demoAccounts(place, 'http://localhost:4400/demo/company')
  expect(parseAccountFile(JSON.stringify(withPages))).toMatchObject({ ok: true })
})

test('beside acme there is one account for each of the 24 cells, named after it', () => {
  const named = accounts().map(({ id }) => id)
  expect(named).toHaveLength(25)
  expect(named.toSorted()).toEqual(
    [
      'acme',
      ...['existing', 'new'].flatMap((workflow) => [
        ...['none', 'ad', 'entra', 'both'].flatMap((setting) => [
          `${workflow}-${setting}-1`,
          `${workflow}-${setting}-2`,
        ]),
        ...['entra', 'both'].flatMap((setting) => [`${workflow}-${setting}-1-mfa`, `${workflow}-${setting}-2-mfa`]),
      ]),
    ].toSorted(),
  )
})

test('no two accounts but acme and its cell have the same settings', () => {
  const settings = accounts().map(({ workflow, defaultAuthentication, portalFactor, entraFactor }) =>
    [workflow, defaultAuthentication, portalFactor, entraFactor].join(),
  )
  expect(new Set(settings).size).toBe(24)
})

test('an account’s settings are those its name says', () => {
  for (const { id, workflow, portalFactor, entraFactor } of accounts().filter((account) => account.id !== 'acme')) {
    expect(id.startsWith(`${workflow}-`)).toBe(true)
    expect(/-(\d)/.exec(id)?.[1]).toBe(portalFactor === 'two' ? '2' : '1')
    expect(id.endsWith('-mfa')).toBe(entraFactor === 'multi')
  }
})

test('an expired password can be changed in one-factor accounts and nowhere else', () => {
  const changing = accounts().filter(({ directories }) => directories[0]?.passwordChange !== undefined)
  expect(changing.map(({ id }) => id).toSorted()).toEqual(
    accounts()
      .filter(({ portalFactor }) => portalFactor === 'single')
      .map(({ id }) => id)
      .toSorted(),
  )
  expect(changing.map(({ id }) => id)).toEqual(expect.arrayContaining(['new-ad-1', 'existing-ad-1']))
})

test('acme has everything an account can show', () => {
  expect(accounts().find(({ id }) => id === 'acme')).toMatchObject({
    workflow: 'new',
    defaultAuthentication: 'both',
    portalFactor: 'two',
    entraFactor: 'multi',
    branding: { accent: '#0a5c36', logo: { type: 'image/png' } },
    askOwnership: ['personal', 'corporate'],
    terms: { version: expect.any(String) },
  })
})

test('people are where the design says', () => {
  const names = (where: (person: (typeof people)[number]) => boolean) =>
    people.filter(where).map(({ username }) => username)
  expect(names(({ directory, entra }) => directory !== undefined && entra !== undefined)).toEqual(['ana'])
  expect(names(({ directory }) => directory !== undefined)).toEqual(['ana', 'ben', 'dee', 'xan', 'pia', 'max', 'lou'])
  expect(names(({ entra }) => entra !== undefined)).toEqual(['ana', 'eva', 'mia', 'noa', 'cas', 'nic', 'una'])
})
