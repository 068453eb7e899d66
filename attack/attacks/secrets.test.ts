import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeIn } from '@muster/demo/pages/inbox-page'
import { directoryPassword, domain, entraPassword } from '@muster/demo/world/people'
import { tenant } from '@muster/demo/world/tenant'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, codeFor, newAttacker, wordOf } from '../world/attacker.ts'
import { openDatabase } from '../world/database.ts'
import { forge } from '../world/hostile-tokens.ts'

const ana = { username: 'ana', domain: domain.name }
const guesses = ['Wrong-Guess-1!', 'Wrong-Guess-2!', 'Wrong “Guess” 3 \\ ü'] as const
const freshPassword = 'Brand-New-Word-9!'
const unheardOf = 'somebody-unheard-of'

describe.each(['postgres', 'sqlite'] as const)('no secret is left anywhere, with %s', (engine) => {
  let arena: Arena
  const browsers: Attacker[] = []
  const cookies = new Set<string>()
  const tokens: string[] = []
  /** What was said to be wrong: the words for developers in an answer must not say it again. */
  const answers = (): readonly Answer[] => browsers.flatMap(({ heard }) => heard)

  const opened = async (account: string): Promise<Attacker> => {
    const browser = newAttacker(arena)
    browsers.push(browser)
    expect((await browser.open(account)).status).toBe(201)
    return browser
  }
  const minted = (nonce: unknown, claims: object = {}) => {
    const forged = forge(arena, nonce)
    const pair = { idToken: forged.id({ ...claims }), accessToken: forged.access() }
    tokens.push(pair.idToken, pair.accessToken)
    return pair
  }
  const finish = async (browser: Attacker, step: Answer): Promise<void> => {
    expect(wordOf(step)).toBe('email-code')
    const code = await codeFor(arena, step)
    expect(wordOf(await browser.submit('email-code', { code: code.split('').toReversed().join('') }))).not.toBe(
      'enrolled',
    )
    if (wordOf(await browser.current()) === 'email-code') await browser.submit('email-code', { code })
    expect(wordOf(await browser.submit('device', { platform: 'ios', name: 'Phone' }))).toBe('enrolled')
  }

  /** Directory and code, after a wrong password and words that are no password. */
  const withDirectory = async (): Promise<void> => {
    const browser = await opened('new-ad-2')
    await browser.submit('identity', { ...ana, username: unheardOf })
    await browser.submit('password', { password: guesses[0] })
    await browser.submit('identity', ana)
    await browser.submit('password', { password: guesses[2] })
    await browser.say('password', { body: `{"password":"${directoryPassword}"` })
    await browser.submit('password', { password: [directoryPassword] })
    await browser.submit('password', { password: directoryPassword, [directoryPassword]: 1 })
    await browser.submit('password', { password: directoryPassword.padEnd(300, 'x') })
    await browser.say('password', { body: `password=${directoryPassword}`, headers: { 'Content-Type': 'text/plain' } })
    await finish(browser, await browser.submit('password', { password: directoryPassword }))
  }
  const withEntra = async (): Promise<void> => {
    const browser = await opened('new-entra-2-mfa')
    const first = await browser.submit('identity', ana)
    await browser.submit('entra-sign-in', minted(first.body['nonce']))
    const again = (await browser.current()).body['nonce']
    const { idToken, accessToken } = minted(again, { acrs: [tenant.authenticationContext] })
    await browser.submit('entra-sign-in', { idToken: `${idToken} `, accessToken })
    await browser.submit('entra-sign-in', { idToken, accessToken, [accessToken]: true })
    await finish(browser, await browser.submit('entra-sign-in', { idToken, accessToken }))
  }
  const inTheExistingWorkflow = async (): Promise<void> => {
    const browser = await opened('existing-both-2')
    await browser.submit('credentials', { ...ana, password: guesses[1] })
    // Where a person types the password into the field of the name.
    await browser.submit('credentials', { ...ana, username: directoryPassword, password: directoryPassword })
    await finish(browser, await browser.submit('credentials', { ...ana, password: entraPassword }))
    const other = await opened('existing-both-2')
    await other.submit('credentials', { username: 'ben', domain: domain.name, password: directoryPassword })
  }
  const withAnExpiredPassword = async (): Promise<void> => {
    const browser = await opened('new-ad-1')
    await browser.submit('identity', { ...ana, username: 'max' })
    expect(wordOf(await browser.submit('password', { password: directoryPassword }))).toBe('password-must-change')
    await browser.submit('new-password', { oldPassword: directoryPassword, newPassword: 'short' })
    const changed = await browser.submit('new-password', { oldPassword: directoryPassword, newPassword: freshPassword })
    expect(wordOf(changed)).toBe('device')
    await browser.submit('device', { platform: 'windows' })
  }
  /** What goes wrong is written down: with its circumstances, without its secrets. */
  const amongFailures = async (): Promise<void> => {
    const browser = await opened('existing-both-2')
    await arena.entraProxy.set('refuse')
    for (const tap of arena.ldap) await tap.set('cut')
    await browser.submit('credentials', { ...ana, password: entraPassword })
    await arena.entraProxy.set('none')
    for (const tap of arena.ldap) await tap.set('none')
    if (arena.database !== undefined) {
      await arena.database.set('half-open')
      await browser.submit('credentials', { ...ana, password: entraPassword })
      await arena.database.set('none')
      arena.database.cutAll()
    }
    arena.mailbox.refuse(550)
    const unmailed = await opened('new-ad-2')
    await unmailed.submit('identity', { ...ana, username: 'ben' })
    await unmailed.submit('password', { password: directoryPassword })
    await vi.waitUntil(async () => (await unmailed.current()).body['delivery'] === 'failed', { timeout: 15_000 })
    arena.mailbox.refuse(undefined)
  }

  const serviceSecrets = async (): Promise<readonly string[]> => {
    const keys: unknown = JSON.parse(await readFile(arena.files.keys, 'utf8'))
    const { password } = new URL(arena.store.replace(/^sqlite:/, 'file:'))
    return [...JSON.stringify(keys).matchAll(/"([\w-]{43})"/g)]
      .map(([, key = '']) => key)
      .concat(arena.samba.service.password, password)
      .filter(Boolean)
  }

  const codes = (): readonly string[] => arena.mailbox.messages().flatMap(({ subject }) => codeIn(subject) ?? [])

  /** As it may stand in a text: plain, or as a careless encoder leaves it. */
  const spellings = (secret: string): readonly string[] => [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('base64url'),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret, 'utf16le').toString('latin1'),
    ]),
  ]
  const isIn = (text: string, secret: string): boolean =>
    /^\d{8}$/.test(secret)
      ? new RegExp(String.raw`(?<![\w.-])${secret.slice(0, 4)}[ -]?${secret.slice(4)}(?![\w-])`).test(text)
      : spellings(secret).some((spelling) => text.includes(spelling))

  let secrets: Readonly<Record<string, readonly string[]>>
  /** Each kind of secret that is found in a text, by its name. */
  const found = (text: string, kinds = Object.keys(secrets)): readonly string[] =>
    kinds.filter((kind) => (secrets[kind] ?? []).some((secret) => isIn(text, secret)))

  beforeAll(async () => {
    arena = await startArena({
      name: `attack-secrets-${engine}`,
      engine,
      fsync: false,
      limits: 'demo',
      settings: { resendAfter: 0 },
    })
    await withDirectory()
    await withEntra()
    await inTheExistingWorkflow()
    await withAnExpiredPassword()
    await amongFailures()
    for (const { headers } of answers())
      for (const set of headers.getSetCookie()) {
        const value = /^__Host-enrollment=([^;]+)/.exec(set)?.[1]
        if (value !== undefined) cookies.add(value)
      }
    secrets = {
      password: [directoryPassword, entraPassword, freshPassword, ...guesses],
      code: codes(),
      cookie: [...cookies],
      // A part is as good as the whole where it is the signature, and shows that the whole was there.
      token: tokens.flatMap((token) => [token, token.split('.')[1] ?? '', token.split('.')[2] ?? '']),
      key: await serviceSecrets(),
    }
  })
  afterAll(() => arena.stop())

  test('there was something to find', () => {
    const least = { password: 6, code: 3, cookie: 10, token: 12, key: 5 }
    for (const [kind, count] of Object.entries(least))
      expect([kind, (secrets[kind] ?? []).length >= count]).toEqual([kind, true])
    // The search sees what is there: in the only places where each may be.
    const cookieHeaders = answers()
      .flatMap(({ headers }) => headers.getSetCookie())
      .join('\n')
    expect(found(cookieHeaders)).toEqual(['cookie'])
    expect(
      found(
        arena.mailbox
          .messages()
          .map(({ text }) => text)
          .join('\n'),
      ),
    ).toEqual(['code'])
  })

  test('in the log', async () => {
    const log = await arena.portal.log()
    expect(log).toContain('"msg":"ready"')
    expect(log).toContain('EENVELOPE 550')
    if (engine === 'postgres') expect(log).toContain('store unavailable')
    expect(found(log)).toEqual([])
    expect(log).not.toContain(unheardOf)
  })

  test('in any row of the store, or in the bytes of its files', async () => {
    const references = new Set(
      answers().flatMap(({ body }) => (typeof body['kind'] === 'string' ? [String(body['reference'])] : [])),
    )
    const texts: string[] = []
    if (engine === 'postgres') {
      const database = openDatabase(arena.directStore)
      texts.push((await database.everything()).map(({ table, text }) => `${table}: ${text}`).join('\n'))
      await database.close()
    } else {
      const folder = dirname(arena.files.sqlite)
      const files = (await readdir(folder)).filter((name) => name.startsWith(basename(arena.files.sqlite)))
      expect(files).toContain(`${basename(arena.files.sqlite)}-wal`)
      for (const file of files)
        texts.push(await readFile(join(folder, file), 'latin1'), await readFile(join(folder, file), 'utf8'))
    }
    const text = texts.join('\n')
    expect([...references].filter((reference) => !text.includes(reference))).toEqual([])
    expect(found(text)).toEqual([])
  })

  test('in the audit, where nobody who proved nothing is named either', async () => {
    const { stdout, code } = await arena.runMuster(['--json', 'audit', 'list', '--account', 'new-ad-2'])
    expect([code, stdout.includes('auth.password.fail'), stdout.includes('device.ok')]).toEqual([0, true, true])
    expect(found(stdout)).toEqual([])
    expect(stdout).not.toContain(unheardOf)
  })

  test('in what the operator’s commands say', async () => {
    const reference = String(answers().find(({ body }) => body['kind'] === 'enrolled')?.body['reference'])
    const asked = [
      ['account', 'list'],
      ['account', 'show', 'new-ad-2'],
      ['enrollment', 'list', '--account', 'new-ad-2'],
      ['enrollment', 'show', reference],
      ['device', 'list', '--account', 'new-ad-2'],
      ['audit', 'list', '--account', 'new-ad-2'],
      ['request', 'list', '--account', 'new-ad-2'],
      ['enrollment', 'show', 'XXXX-XXXX'],
    ]
    let said = ''
    for (const args of asked) {
      const { stdout, stderr } = await arena.runMuster(args)
      said += `${args.join(' ')}\n${stdout}${stderr}`
    }
    expect(said).toContain(reference)
    expect(found(said)).toEqual([])
  })

  test('in mails, but for a code in its own', () => {
    const mails = arena.mailbox.messages()
    for (const { subject, text, html } of mails) {
      const whole = [subject, text, html].join('\n')
      expect(found(whole, ['password', 'cookie', 'token', 'key'])).toEqual([])
      const own = codeIn(subject)
      expect(codes().filter((code) => code !== own && isIn(whole, code))).toEqual([])
      // Codes, no links (STANDARD 1.6).
      expect(whole).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
    }
  })

  test('in metrics', async () => {
    const metrics = await (await fetch(`${arena.portal.privateOrigin}/metrics`)).text()
    expect(metrics).toContain('muster_http_request_duration_seconds_count')
    expect(found(metrics)).toEqual([])
    // Companies are told apart, people are not.
    expect(metrics).not.toMatch(/corp\.example|"ana"/)
  })

  test('in any answer: body, headers but the cookie’s own, and the document of the calls', async () => {
    const document = await (await fetch(`${arena.portal.origin}/api/openapi.json`)).text()
    expect(found(document)).toEqual([])
    for (const { text, headers } of answers()) {
      expect(found(text)).toEqual([])
      expect(
        found(
          [...headers]
            .filter(([name]) => name !== 'set-cookie')
            .flat()
            .join('\n'),
        ),
      ).toEqual([])
    }
  })

  test('in how the process was called', async () => {
    const command = await readFile(`/proc/${arena.portal.pid}/cmdline`, 'utf8')
    expect(command).toContain('main.ts')
    expect(found(command)).toEqual([])
  })
})
