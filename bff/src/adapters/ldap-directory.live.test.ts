import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Secret } from '../domain/secret.ts'
import { directorySuite } from '../ports/directory.suite.ts'
import { createLdapDirectory } from './ldap-directory.ts'
import { anyHosts } from './permitted-hosts.ts'

const {
  MUSTER_TEST_LDAPS_URL: urls,
  MUSTER_TEST_LDAPS_CA: caFile,
  MUSTER_TEST_LDAP_SERVICE_DN: serviceUser,
  MUSTER_TEST_LDAP_SERVICE_PASSWORD: servicePassword,
} = process.env

if (urls === undefined || caFile === undefined || serviceUser === undefined || servicePassword === undefined) {
  test('directory suite: set MUSTER_TEST_LDAPS_URL, …_LDAPS_CA, …_LDAP_SERVICE_DN and …_LDAP_SERVICE_PASSWORD, or run npm test', () => {
    expect.fail('there is no directory to test against')
  })
} else {
  const folder = mkdtempSync(join(tmpdir(), 'muster-ldap-'))
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${servicePassword}\n`, { mode: 0o600 })
  afterAll(() => rmSync(folder, { recursive: true }))

  describe('a live domain controller (its people as after the first provision: npm test restores them)', () => {
    const settings = {
      accountId: 'acme',
      id: 'corp',
      urls: urls.split(' '),
      ca: readFileSync(caFile, 'utf8'),
      passwordChange: { user: serviceUser, passwordFile },
    }
    directorySuite(async () => ({ directory: createLdapDirectory({ hosts: anyHosts }), settings }))

    test('every spelling of a person gives one object identifier, and another person has another', async () => {
      const directory = createLdapDirectory({ hosts: anyHosts })
      const verify = (name: string) =>
        directory.verifyPassword(settings, `${name}@corp.example.test`, new Secret('Directory-1!'))
      const [ana, again, ben] = await Promise.all([verify('ana'), verify('ANA'), verify('ben')])
      expect(ana).toMatchObject({
        kind: 'verified',
        objectId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      })
      expect(again).toEqual(ana)
      expect(ben).not.toEqual(ana)
    })
  })
}
