import { describe, expect, test } from 'vitest'
import { exampleUser } from '../../testing/example-enrollments.ts'
import { cellAccount, exampleDomain } from '../../testing/example-world.ts'
import { codeRecipient } from './code-recipient.ts'

const account = cellAccount(
  { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'single' },
  { entraMail: 'none' },
)
const byName = { ...account, entraMail: 'preferred-username' } as const
const address = `ana@${exampleDomain}`
const record = { username: 'ana', domain: exampleDomain, email: `record@${exampleDomain}` }

describe('the code goes', () => {
  test('to the user record’s address first, whoever confirmed the person', () => {
    const known = { ...byName, users: [record] }
    expect(codeRecipient(known, exampleUser, { authority: 'active-directory', mail: address })).toBe(record.email)
    expect(codeRecipient(known, exampleUser, { authority: 'entra-id', preferredUsername: address })).toBe(record.email)
  })

  test('else to the directory’s mail', () => {
    const { email: _, ...withoutAddress } = record
    expect(codeRecipient(account, exampleUser, { authority: 'active-directory', mail: address })).toBe(address)
    expect(
      codeRecipient({ ...account, users: [withoutAddress] }, exampleUser, {
        authority: 'active-directory',
        mail: address,
      }),
    ).toBe(address)
  })

  test('else, for Entra, to the preferred user name, and only where the account says so', () => {
    expect(codeRecipient(byName, exampleUser, { authority: 'entra-id', preferredUsername: address })).toBe(address)
    expect(codeRecipient(account, exampleUser, { authority: 'entra-id', preferredUsername: address })).toBeUndefined()
  })

  test('to a domain in lower case, however the directory writes it: the mailer takes no other', () => {
    const mail = 'Ana.Smith@Corp.Example.Test'
    expect(codeRecipient(account, exampleUser, { authority: 'active-directory', mail })).toBe(
      'Ana.Smith@corp.example.test',
    )
  })

  test('nowhere, if nobody states an address', () => {
    expect(codeRecipient(byName, exampleUser, { authority: 'active-directory' })).toBeUndefined()
    expect(codeRecipient(byName, exampleUser, { authority: 'entra-id' })).toBeUndefined()
  })

  test('nowhere outside the account’s domains, whoever stated the address', () => {
    const outside = 'ana@other.test'
    expect(codeRecipient(account, exampleUser, { authority: 'active-directory', mail: outside })).toBeUndefined()
    expect(codeRecipient(byName, exampleUser, { authority: 'entra-id', preferredUsername: outside })).toBeUndefined()
    expect(
      codeRecipient({ ...account, users: [{ ...record, email: outside }] }, exampleUser, {
        authority: 'active-directory',
        mail: address,
      }),
    ).toBeUndefined()
  })

  test('to a listed domain only, where the account has a list', () => {
    const listed = { ...account, mailDomains: ['mail.test'] }
    expect(codeRecipient(listed, exampleUser, { authority: 'active-directory', mail: 'ana@mail.test' })).toBe(
      'ana@mail.test',
    )
    expect(codeRecipient(listed, exampleUser, { authority: 'active-directory', mail: address })).toBeUndefined()
  })

  test('never to somebody else’s record', () => {
    const others = {
      ...account,
      users: [
        { ...record, username: 'ben' },
        { ...record, domain: 'labs.example.test' },
      ],
    }
    expect(codeRecipient(others, exampleUser, { authority: 'active-directory', mail: address })).toBe(address)
  })

  test('never to what is no safe address', () => {
    expect(
      codeRecipient(account, exampleUser, { authority: 'active-directory', mail: `${address},eve@${exampleDomain}` }),
    ).toBeUndefined()
    expect(codeRecipient(account, exampleUser, { authority: 'active-directory', mail: '' })).toBeUndefined()
  })
})
