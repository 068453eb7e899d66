import { expect, test } from 'vitest'
import type { DirectorySettings } from '../domain/account.ts'
import { Secret } from '../domain/secret.ts'
import type { Directory } from '../ports/directory.ts'
import { withSecretsIn } from './secrets-folder.ts'

const asked: DirectorySettings[] = []
const directory: Directory = {
  verifyPassword: async (settings) => {
    asked.push(settings)
    return { kind: 'rejected' }
  },
  changePassword: async (settings) => {
    asked.push(settings)
    return { kind: 'refused' }
  },
}
const secret = new Secret('x')
const filesFor = async (passwordFile: string, prefix = '') => {
  const settings = { accountId: 'acme', id: 'corp', urls: [], passwordChange: { user: 'svc', passwordFile } }
  asked.length = 0
  const confined = withSecretsIn({ folder: '/etc/muster/secrets', prefix }, directory)
  await confined.verifyPassword(settings, 'ana@corp.example.test', secret)
  await confined.changePassword(settings, 'ana@corp.example.test', secret, secret)
  return asked.map(({ passwordChange }) => passwordChange?.passwordFile)
}

test.each(['svc', '/etc/svc', '../svc', '/etc/muster/secrets/../../svc'])(
  'the password file %s is read in the folder, and nowhere else',
  async (passwordFile) => {
    expect(await filesFor(passwordFile)).toEqual(Array(2).fill('/etc/muster/secrets/svc'))
  },
)

test('beside other secrets accounts reach only what is theirs by its name', async () => {
  expect(await filesFor('keys.json', 'secrets_')).toEqual(Array(2).fill('/etc/muster/secrets/secrets_keys.json'))
  expect(await filesFor('../keys.json', 'secrets_')).toEqual(Array(2).fill('/etc/muster/secrets/secrets_keys.json'))
})

test('a directory that changes no passwords is asked as it is', async () => {
  const settings = { accountId: 'acme', id: 'corp', urls: [] }
  asked.length = 0
  await withSecretsIn({ folder: '/etc/muster/secrets', prefix: '' }, directory).verifyPassword(
    settings,
    'ana@corp.example.test',
    secret,
  )
  expect(asked).toEqual([settings])
})
