import { describe, expect, test } from 'vitest'
import { parseAccount, parseAccountFile, parseAccountRow } from './account-file.ts'

const tenantId = '11111111-2222-4333-8444-555555555555'
const spaClientId = '66666666-7777-4888-9999-aaaaaaaaaaaa'

/** The least that makes an account with Active Directory. */
const least = {
  id: 'acme',
  name: 'Acme',
  defaultAuthentication: 'active-directory',
  domains: [{ name: 'corp.example.test' }],
  directories: [{ id: 'main', urls: ['ldaps://dc1.corp.example.test'] }],
  platforms: ['ios'],
  handOff: { ios: 'https://mdm.example.test/enroll/{device}?user={principal}' },
  support: { name: 'Help desk', phone: '+1 555 0100' },
}
const entra = {
  ...least,
  defaultAuthentication: 'entra-id',
  workflow: 'new',
  directories: [],
  entra: { tenantId, spaClientId },
}

const errorsOf = (value: unknown): readonly string[] => {
  const parsed = parseAccount(value)
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`)
}
const account = (value: unknown) => {
  const parsed = parseAccount(value)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.value
}
const certificate = '-----BEGIN CERTIFICATE-----\nMIIBmTCCAT+gAwIBAgIU\n-----END CERTIFICATE-----\n'
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('an account file', () => {
  test('may leave out what has a default', () => {
    expect(account(least)).toMatchObject({
      status: 'open',
      workflow: 'existing',
      portalFactor: 'single',
      entraFactor: 'single',
      entraMail: 'none',
      usernames: 'ascii',
      offerDomains: false,
      users: [],
      mailDomains: [],
      askOwnership: [],
      trustedNetworks: [],
      branding: {},
    })
    expect(account(entra).entra).toEqual({
      tenantId,
      spaClientId,
      cloud: 'login.microsoftonline.com',
      allowGuests: false,
      mismatch: 'block',
    })
  })

  test('may let who signed in as somebody else confirm that', () => {
    const parsed = account({ ...entra, entra: { ...entra.entra, mismatch: 'confirm' } })
    expect(parsed.entra?.mismatch).toBe('confirm')
  })

  test('gives canonical names: domains in lower case, users as everything compares them', () => {
    const parsed = account({
      ...least,
      domains: [{ name: 'Corp.Example.Test', netbios: 'CORP', upnSuffix: 'Example.Test' }],
      users: [{ username: 'CORP\\Ana', domain: 'corp.example.test', email: 'Ana@example.test' }],
    })
    expect(parsed.domains).toEqual([{ name: 'corp.example.test', netbios: 'CORP', upnSuffix: 'example.test' }])
    expect(parsed.users).toEqual([{ username: 'ana', domain: 'corp.example.test', email: 'Ana@example.test' }])
  })

  test('is read back from its row as it was', () => {
    const parsed = account({
      ...least,
      branding: { accent: '#0a5c36', logo: { type: 'image/png', base64: png } },
      deviceLimit: 2,
    })
    expect(parseAccountRow(JSON.stringify(parsed))).toStrictEqual(parsed)
  })

  test('holds one account or a list of them', () => {
    expect(parseAccountFile(JSON.stringify(least))).toMatchObject({ ok: true, value: [{ id: 'acme' }] })
    expect(parseAccountFile(`\uFEFF${JSON.stringify([least, { ...least, id: 'other' }])}`)).toMatchObject({
      ok: true,
      value: [{ id: 'acme' }, { id: 'other' }],
    })
  })

  test('that is not JSON says so, and where', () => {
    expect(parseAccountFile('{"id": "acme",}')).toMatchObject({
      ok: false,
      errors: [{ path: '', message: expect.stringMatching(/^is not JSON: .*position 14/) }],
    })
  })

  test('names the account of a list in its errors, and refuses the same account twice', () => {
    const list = JSON.stringify([least, { ...least, id: 'other', name: '' }, least])
    expect(parseAccountFile(list)).toEqual({
      ok: false,
      errors: [
        { path: '[1].name', message: 'must not be empty' },
        { path: '', message: 'holds the account "acme" twice' },
      ],
    })
  })
})

/** One row, one rule: what is written, and the beginning of what is said about it. */
const broken: readonly (readonly [rule: string, value: unknown, error: string])[] = [
  ['a missing setting', { ...least, name: undefined }, 'name: is missing'],
  ['a text that is a number', { ...least, name: 5 }, 'name: must be a string'],
  ['a value outside the list', { ...least, workflow: 'both' }, 'workflow: must be one of "existing", "new"'],
  [
    'an unknown setting with a near one',
    { ...least, portalfactor: 'two' },
    'portalfactor: is not a setting; did you mean "portalFactor"?',
  ],
  [
    'an unknown setting inside',
    { ...least, directories: [{ id: 'main', urls: ['ldaps://dc1'], lockoutTreshold: 5 }] },
    'directories[0].lockoutTreshold: is not a setting; did you mean "lockoutThreshold"?',
  ],
  ['an unknown setting without a near one', { ...least, quux: 1 }, 'quux: is not a setting'],
  ['a reserved identifier', { ...least, id: 'api' }, 'id: must be 2 to 40 lower-case letters'],
  ['an identifier in capitals', { ...least, id: 'Acme' }, 'id: must be 2 to 40 lower-case letters'],
  ['control characters in a name', { ...least, name: 'Ac\nme' }, 'name: must not hold control characters'],
  ['a line end of Unicode’s in a name', { ...least, name: 'Ac\u2028me' }, 'name: must not hold control characters'],
  ['a name that turns around', { ...least, name: 'Ac\u202Eme' }, 'name: must not hold control characters'],
  [
    'an address of support that turns around',
    { ...least, support: { name: 'Help desk', email: 'help\u202E@example.test' } },
    'support.email: must be an e-mail address',
  ],
  ['Active Directory without a directory', { ...least, directories: [] }, 'directories: needs at least one directory'],
  ['Active Directory without a domain', { ...least, domains: [] }, 'domains: needs at least one domain'],
  [
    'a user’s own Active Directory without a directory',
    { ...entra, users: [{ username: 'ana', domain: 'corp.example.test', authenticationType: 'active-directory' }] },
    'directories: needs at least one directory',
  ],
  [
    'two directories of one name',
    { ...least, directories: [least.directories[0], least.directories[0]] },
    'directories[1].id: "main" is already there at directories[0].id',
  ],
  [
    'a domain of an unknown directory',
    { ...least, domains: [{ name: 'corp.example.test', directory: 'second' }] },
    'domains[0].directory: names no directory of this account (main)',
  ],
  [
    'a lockout threshold of 1',
    { ...least, directories: [{ ...least.directories[0], lockoutThreshold: 1 }] },
    'directories[0].lockoutThreshold: must be 0 (never locks) or at least 3',
  ],
  [
    'a lockout threshold of 2',
    { ...least, directories: [{ ...least.directories[0], lockoutThreshold: 2 }] },
    'directories[0].lockoutThreshold: must be 0 (never locks) or at least 3',
  ],
  ...[3, 4].map(
    (lockoutThreshold) =>
      [
        `a lockout threshold of ${lockoutThreshold} where people may have two names`,
        { ...least, directories: [{ ...least.directories[0], lockoutThreshold, lockoutWindowMinutes: 30 }] },
        `directories[0].oneNamePerPerson: must be true with a lockoutThreshold of ${lockoutThreshold}`,
      ] as const,
  ),
  [
    'a lockout threshold without its window',
    { ...least, directories: [{ ...least.directories[0], lockoutThreshold: 10 }] },
    'directories[0].lockoutWindowMinutes: is missing',
  ],
  [
    'LDAP without TLS',
    { ...least, directories: [{ id: 'main', urls: ['ldap://dc1'] }] },
    'directories[0].urls[0]: must be ldaps://',
  ],
  ...[
    'ldaps://dc1:99999',
    'ldaps://dc1:0',
    'ldaps://...',
    'ldaps://dc1..test',
    'ldaps://-dc1',
    'ldaps://',
    'ldaps://dc1/x',
  ].map((url): (typeof broken)[number] => [
    `the directory address ${url}`,
    { ...least, directories: [{ id: 'main', urls: [url] }] },
    'directories[0].urls[0]: must be ldaps://host or ldaps://host:port',
  ]),
  ...[
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----',
    `${certificate}-----BEGIN CERTIFICATE-----\nMIIB`,
  ].map((ca): (typeof broken)[number] => [
    `an authority ${JSON.stringify(ca)}`,
    { ...least, directories: [{ ...least.directories[0], ca }] },
    'directories[0].ca: must be a certificate in PEM',
  ]),
  ...['/etc/shadow', '../keys.json', 'folder/svc', '..', '.hidden', 'C:\\svc', ''].map(
    (passwordFile): (typeof broken)[number] => [
      `the password file ${JSON.stringify(passwordFile)}`,
      { ...least, directories: [{ ...least.directories[0], passwordChange: { user: 'svc', passwordFile } }] },
      'directories[0].passwordChange.passwordFile: must be the name of a file in the folder MUSTER_SECRETS_FOLDER',
    ],
  ),
  [
    'an unknown way to meet a mismatch',
    { ...entra, entra: { ...entra.entra, mismatch: 'allow' } },
    'entra.mismatch: must be one of "block", "confirm"',
  ],
  [
    'a directory without an address',
    { ...least, directories: [{ id: 'main', urls: [] }] },
    'directories[0].urls: needs at least 1',
  ],
  ['Entra without its settings', { ...entra, entra: undefined }, 'entra: is missing'],
  [
    'one domain’s Entra without its settings',
    { ...least, domains: [{ name: 'corp.example.test', authenticationType: 'entra-id' }] },
    'entra: is missing',
  ],
  [
    'new workflow, multi: no authentication context',
    { ...entra, entraFactor: 'multi' },
    'entra.authenticationContext: is missing',
  ],
  [
    'existing workflow: no client for the password grant',
    { ...entra, workflow: 'existing' },
    'entra.passwordGrantClientId: is missing',
  ],
  [
    'an authentication context that is none',
    { ...entra, entra: { ...entra.entra, authenticationContext: 'mfa' } },
    'entra.authenticationContext: must be c1 to c99',
  ],
  [
    'a tenant that is no GUID',
    { ...entra, entra: { ...entra.entra, tenantId: 'contoso.example' } },
    'entra.tenantId: must be a GUID',
  ],
  [
    'the tenant of personal accounts',
    { ...entra, entra: { ...entra.entra, tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad' } },
    'entra.tenantId: is the tenant of personal Microsoft accounts',
  ],
  [
    'a user’s mail outside the domains',
    { ...least, users: [{ username: 'ana', domain: 'corp.example.test', email: 'ana@elsewhere.test' }] },
    'users[0].email: must be an address in one of the domains',
  ],
  [
    'a user’s mail that could reach two',
    { ...least, users: [{ username: 'ana', domain: 'corp.example.test', email: 'a@b.test,ana@corp.example.test' }] },
    'users[0].email: must be an address',
  ],
  [
    'a user in an unknown domain',
    { ...least, users: [{ username: 'ana', domain: 'elsewhere.test' }] },
    "users[0].domain: must be one of this account's domains",
  ],
  [
    'a user name that nobody could type',
    { ...least, users: [{ username: 'a b', domain: 'corp.example.test' }] },
    'users[0].username: is not a user name that this account accepts',
  ],
  [
    'one user in two spellings',
    {
      ...least,
      users: [
        { username: 'ana', domain: 'corp.example.test' },
        { username: 'Ana@corp.example.test', domain: 'corp.example.test' },
      ],
    },
    'users[1].username: "ana@corp.example.test" is already there',
  ],
  [
    'a default domain that is not listed',
    { ...least, defaultDomain: 'elsewhere.test' },
    "defaultDomain: must be one of this account's domains",
  ],
  [
    'two domains of one name',
    { ...least, domains: [{ name: 'corp.example.test' }, { name: 'CORP.example.test' }] },
    'domains[1].name: "corp.example.test" is already there at domains[0].name',
  ],
  [
    'two domains of one NetBIOS name',
    {
      ...least,
      domains: [
        { name: 'a.test', netbios: 'CORP' },
        { name: 'b.test', netbios: 'corp' },
      ],
    },
    'domains[1].netbios: "corp" is already there at domains[0].netbios',
  ],
  [
    'a suffix that is another domain’s name',
    { ...least, domains: [{ name: 'a.test' }, { name: 'b.test', upnSuffix: 'a.test' }] },
    'domains[1].upnSuffix: "a.test" is already there at domains[0].name',
  ],
  [
    'two-factor with nowhere to mail to',
    { ...entra, domains: [], portalFactor: 'two' },
    'mailDomains: needs at least one domain',
  ],
  ['no platform', { ...least, platforms: [] }, 'platforms: needs at least 1'],
  ['a platform twice', { ...least, platforms: ['ios', 'ios'] }, 'platforms[1]: "ios" is already there'],
  ['a platform without its hand-off', { ...least, platforms: ['ios', 'android'] }, 'handOff.android: is missing'],
  [
    'an iOS hand-off that is no https',
    { ...least, handOff: { ios: 'http://mdm.example.test/' } },
    'handOff.ios: must begin with https://host/…',
  ],
  [
    'an iOS hand-off in the clear to a host whose name only begins as this machine’s',
    { ...least, handOff: { ios: 'http://localhost.example.test/' } },
    'handOff.ios: must begin with https://host/…',
  ],
  [
    'a hand-off whose host a user chooses',
    { ...least, handOff: { ios: 'https://{username}.example.test/' } },
    'handOff.ios: must begin with https://host/…',
  ],
  [
    'a hand-off that hides its host',
    { ...least, handOff: { ios: 'https://mdm.example.test@evil.test/' } },
    'handOff.ios: must begin with https://host/…',
  ],
  [
    'an unknown variable',
    { ...least, handOff: { ios: 'https://mdm.example.test/{user}' } },
    'handOff.ios: holds the unknown variable {user}',
  ],
  ...['{+username}', '{#username}', '{?username}', '{username,domain}', '{username*}', '{device:8}', '{}'].map(
    (expression): (typeof broken)[number] => [
      `the expression ${expression}, which is more than one variable`,
      { ...least, handOff: { ios: `https://mdm.example.test/${expression}` } },
      `handOff.ios: holds the unknown variable ${expression}`,
    ],
  ),
  [
    'a lone brace',
    { ...least, handOff: { ios: 'https://mdm.example.test/{device' } },
    'handOff.ios: holds a lone brace',
  ],
  [
    'a script as hand-off',
    { ...least, platforms: ['windows'], handOff: { windows: 'javascript:alert(1)' } },
    'handOff.windows: must begin with ms-device-enrollment:',
  ],
  ['an accent that is no colour', { ...least, branding: { accent: 'green' } }, 'branding.accent: must be a colour'],
  [
    'an SVG as logo',
    { ...least, branding: { logo: { type: 'image/svg+xml', base64: 'PHN2Zz4=' } } },
    'branding.logo.type: must be one of "image/png"',
  ],
  [
    'a logo that is not what it says',
    { ...least, branding: { logo: { type: 'image/jpeg', base64: png } } },
    'branding.logo.base64: is not a picture of the type image/jpeg',
  ],
  ...[png.slice(0, -1), png.slice(0, -3)].map((base64): (typeof broken)[number] => [
    `a logo of ${base64.length} letters`,
    { ...least, branding: { logo: { type: 'image/png', base64 } } },
    'branding.logo.base64: must be base64',
  ]),
  [
    'a logo beyond 64 KiB',
    { ...least, branding: { logo: { type: 'image/png', base64: png.padEnd(65_540, 'A') } } },
    'branding.logo.base64: must be at most 64 KiB',
  ],
  [
    'support that nobody can reach',
    { ...least, support: { name: 'Help desk' } },
    'support: needs an email, a phone or a url',
  ],
  [
    'a link of support that is no https',
    { ...least, support: { name: 'Help desk', url: 'javascript:alert(1)' } },
    'support.url: must be an https:// address',
  ],
  [
    'a link of support in the clear',
    { ...least, support: { name: 'Help desk', url: 'http://help.example.test/' } },
    'support.url: must be an https:// address',
  ],
  [
    'a network that is an address',
    { ...least, trustedNetworks: ['192.0.2.1'] },
    'trustedNetworks[0]: must be a network such as 192.0.2.0/24',
  ],
  ...['0.0.0.0/0', '128.0.0.0/1', '::/0', '2000::/3'].map((cidr): (typeof broken)[number] => [
    `the network ${cidr}, where strangers are`,
    { ...least, trustedNetworks: [cidr] },
    'trustedNetworks[0]: is too wide',
  ]),
  ['a device limit of none', { ...least, deviceLimit: 0 }, 'deviceLimit: must be at least 1'],
  ['terms without text', { ...least, terms: { version: '1', text: '' } }, 'terms.text: must not be empty'],
  ['something else than an account', 'acme', ': must be an object'],
]

describe('an account file is refused, with the field and the reason, for', () => {
  test.each(broken)('%s', (_, value, error) => {
    const errors = errorsOf(JSON.parse(JSON.stringify(value)))
    expect(
      errors.some((text) => text.startsWith(error)),
      errors.join('\n'),
    ).toBe(true)
  })
})

describe('an account file is accepted with', () => {
  test.each<readonly [string, unknown]>([
    [
      'an enrollment app on Windows',
      { ...least, platforms: ['windows'], handOff: { windows: 'ms-device-enrollment:?mode=mdm&username={principal}' } },
    ],
    [
      'a hand-off of every variable',
      {
        ...least,
        handOff: {
          ios: 'https://mdm.example.test/{account}/{ownership}?u={username}&d={domain}&p={principal}&i={device}#{reference}',
        },
      },
    ],
    ['a directory by its IPv4 address', { ...least, directories: [{ id: 'main', urls: ['ldaps://192.0.2.7:3269'] }] }],
    [
      'two authorities, with words around them, and a password file',
      {
        ...least,
        directories: [
          {
            ...least.directories[0],
            ca: `subject=CN=one\n${certificate}\nsubject=CN=two\n${certificate}`,
            passwordChange: { user: 'svc', passwordFile: 'svc-muster.txt' },
          },
        ],
      },
    ],
    ['networks of both kinds', { ...least, trustedNetworks: ['192.0.2.0/24', '2001:db8::/48'] }],
    [
      'a lockout threshold of 3 where nobody has two names',
      {
        ...least,
        directories: [
          { ...least.directories[0], lockoutThreshold: 3, lockoutWindowMinutes: 30, oneNamePerPerson: true },
        ],
      },
    ],
    [
      'a lockout threshold of 5',
      { ...least, directories: [{ ...least.directories[0], lockoutThreshold: 5, lockoutWindowMinutes: 30 }] },
    ],
    ['a domain that never locks', { ...least, directories: [{ ...least.directories[0], lockoutThreshold: 0 }] }],
    [
      'multi-factor in the new workflow and its context',
      { ...entra, entraFactor: 'multi', entra: { ...entra.entra, authenticationContext: 'c1' } },
    ],
    [
      'the existing workflow and its client',
      { ...entra, workflow: 'existing', entra: { ...entra.entra, passwordGrantClientId: spaClientId } },
    ],
    [
      'both, new workflow, without a directory: Active Directory is never asked there',
      { ...entra, defaultAuthentication: 'both' },
    ],
    ['authentication none and nothing else', { ...least, defaultAuthentication: 'none', directories: [], domains: [] }],
    [
      'a domain whose suffix is its name',
      { ...least, domains: [{ name: 'corp.example.test', upnSuffix: 'corp.example.test' }] },
    ],
  ])('%s', (_, value) => {
    expect(errorsOf(value)).toEqual([])
  })
})

test('every error is told at once, one a field', () => {
  expect(errorsOf({ id: 'api', platforms: ['tv'], support: {} }).map((text) => text.split(':')[0])).toEqual([
    'id',
    'name',
    'defaultAuthentication',
    'platforms[0]',
    'support.name',
  ])
})
