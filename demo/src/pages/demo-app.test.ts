import { expect, test } from 'vitest'
import type { Message } from '../mailbox/mailbox.ts'
import { cells } from '../world/account-names.ts'
import { demoAccounts } from '../world/accounts.ts'
import { people } from '../world/people.ts'
import { walks } from './walks.ts'
import { createDemoApp } from './demo-app.ts'

const message = (id: string, to: string, subject: string): Message => ({
  id,
  to,
  from: 'Muster <no-reply@corp.example.test>',
  subject,
  text: 'Body & <b>text</b>',
  html: '<p>Body</p><script>alert(1)</script>',
  receivedAt: '2026-11-24T12:00:00.000Z',
})
const kept = [
  message('2', 'ana@corp.example.test', '12345678 is your <i>code</i>'),
  message('1', 'ben@corp.example.test', 'A device was registered'),
]
const noa = { username: 'noa', upn: 'noa@corp.example.test', oid: 'x', name: 'Noa', password: 'Entra-1!' }
const app = createDemoApp({
  facts: { directory: 'simulated', store: 'sqlite', limits: 'demo' },
  mailbox: { messages: (to) => kept.filter((one) => to === undefined || one.to === to.toLowerCase()) },
  textMessages: [{ person: noa, code: '123456', sentAt: new Date('2026-11-24T12:00:00Z') }],
})
const page = async (path: string) => {
  const response = await app.request(path, { headers: { Accept: 'text/html,*/*' } })
  return { response, body: await response.text() }
}

test('the inbox gives programs JSON, newest first', async () => {
  const response = await app.request('/demo/inbox', { headers: { Accept: '*/*' } })
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toEqual(kept)
})

test('the inbox gives one person’s messages', async () => {
  for (const headers of [{}, { Accept: 'application/json' }]) {
    const response = await app.request('/demo/inbox?to=ben@corp.example.test', { headers })
    expect(await response.json()).toEqual([kept[1]])
  }
})

test('the inbox gives browsers a page with the code, escaped', async () => {
  const { response, body } = await page('/demo/inbox')
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(body).toContain('data-copy="12345678"')
  expect(body).toContain('1234 5678')
  expect(body).toContain('is your &lt;i&gt;code&lt;/i&gt;')
  expect(body).toContain('Body &amp; &lt;b&gt;text&lt;/b&gt;')
})

test('the inbox shows each mail in the direction of its own writing', async () => {
  const { body } = await page('/demo/inbox')
  expect(body).toContain('<h2 dir="auto">')
  expect(body).toContain('<pre dir="auto">')
})

test('a mail’s own page runs no script', async () => {
  const { response, body } = await page('/demo/inbox/2')
  expect(body).toContain('<p>Body</p>')
  expect(response.headers.get('content-security-policy')).toBe(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  )
  expect((await page('/demo/inbox/3')).response.status).toBe(404)
})

test('the phone shows text messages to people and to programs', async () => {
  expect((await page('/demo/phone')).body).toContain('data-copy="123456"')
  expect(await (await app.request('/demo/phone')).json()).toEqual([
    { to: 'noa', code: '123456', sentAt: '2026-11-24T12:00:00.000Z' },
  ])
})

test('the first page links every account and names everybody', async () => {
  const { body } = await page('/')
  for (const id of ['acme', ...cells.map((cell) => cell.id)]) expect(body).toContain(`href="/${id}"`)
  for (const { username } of people) expect(body).toContain(`<code>${username}</code>`)
  for (const path of ['/demo/inbox', '/demo/phone']) expect(body).toContain(`href="${path}"`)
})

test('the first page says where codes come to, before the first walk, and has each password ready to be copied', async () => {
  const { body } = await page('/')
  const [hero = ''] = body.split('id="walks"')
  const [, told = ''] = hero.split('<h1>')
  for (const path of ['/demo/inbox', '/demo/phone']) expect(told).toContain(`href="${path}"`)
  for (const { newPassword } of walks)
    if (newPassword !== undefined) expect(body).toContain(`data-copy="${newPassword}"`)
  expect(body.match(/data-what="new password"/g)).toHaveLength(1)
})

test('where somebody is not known is said in words that are read out', async () => {
  const { body } = await page('/')
  expect(body).toContain('<span class="hidden">Not in Entra</span>')
  expect(body).not.toMatch(/<span[^>]* aria-label/)
})

test('pages carry no inline script or style, and forbid both', async () => {
  for (const path of ['/', '/demo/inbox', '/demo/phone']) {
    const { response, body } = await page(path)
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self';/,
    )
    expect(body).not.toMatch(/<style|style="|<script(?! type="module" src=)/)
  }
})

test.each(['/demo/demo.css', '/demo/demo.js', '/demo/icon.svg'])('%s is there', async (path) => {
  expect((await app.request(path)).status).toBe(200)
})

test('where an account’s link leads, a page says what would be there', async () => {
  const place = { urls: ['ldaps://dc.test'], ca: 'PEM', service: { dn: 'CN=svc', passwordFile: 'file' } }
  const accounts = demoAccounts(place, 'http://localhost:4400/demo/company')
  const links = accounts.flatMap(({ handOff, passwordChangeLink, support, terms }) =>
    [handOff?.ios, handOff?.android, passwordChangeLink, support?.url, terms?.url].filter((link) => link !== undefined),
  )
  expect(new Set(links).size).toBe(5)
  for (const link of new Set(links)) {
    const { response, body } = await page(new URL(link).pathname)
    expect(response.status, link).toBe(200)
    expect(body).toContain('<h1>')
  }
  expect((await page('/demo/company/terms')).body).toContain('What Acme can see: the model')
  expect((await page('/demo/company/constructor')).response.status).toBe(404)
})
