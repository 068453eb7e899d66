import { describe, expect, test } from 'vitest'
import { current, opened } from '../testing/arrive.ts'
import { directoryPassword } from '../testing/example-world.ts'
import { stillPortal } from '../testing/still-portal.ts'

/** A browser on the password page of ana, with the tag of what that page shows. */
const onPasswordPage = async () => {
  const portal = await stillPortal()
  const browser = await opened(portal, 'new-ad-1')
  const { headers } = await browser.send('POST', '/api/enrollment/identity', { username: 'ana', domain: '' })
  return { portal, browser, shown: headers.get('etag') ?? '' }
}

const password = { password: directoryPassword }

describe('a page that says what it shows', () => {
  test('every step comes with an entity tag, which reading again does not change', async () => {
    const { browser, shown } = await onPasswordPage()
    expect(shown).toMatch(/^"[^"]+"$/)
    expect((await browser.send('GET', '/api/enrollment')).headers.get('etag')).toBe(shown)
  })

  test.each([(tag: string) => tag, (tag: string) => `"other", ${tag}`, () => '*'])(
    'is heard while it shows what is (%#)',
    async (ifMatch) => {
      const { browser, shown } = await onPasswordPage()
      await browser.step('device', '/password', password, { 'if-match': ifMatch(shown) })
    },
  )

  test('a wrong password leaves what it shows as it is', async () => {
    const { browser, shown } = await onPasswordPage()
    await browser.problem('/password', { password: 'wrong' }, { 'if-match': shown })
    await browser.step('device', '/password', password, { 'if-match': shown })
  })

  test('whose person another tab has changed: the password is sent nowhere', async () => {
    const { portal, browser, shown } = await onPasswordPage()
    await browser.step('password', '/identity', { username: 'ben', domain: '' })
    expect(await browser.problem('/password', password, { 'if-match': shown })).toMatchObject({
      status: 409,
      code: 'wrong-step',
    })
    expect(await current(browser)).toMatchObject({ kind: 'password', username: 'ben' })
    const types = (await portal.store.administration.audit({ most: 20 })).map(({ type }) => type)
    expect(types).not.toContain('auth.password.ok')
  })

  test('whose account another tab has left for another: the password is sent nowhere', async () => {
    const { browser, shown } = await onPasswordPage()
    await browser.step('credentials', '', { account: 'existing-ad-1' })
    const typed = { username: 'ana', domain: '', ...password }
    expect(await browser.problem('/credentials', typed, { 'if-match': shown })).toMatchObject({ code: 'wrong-step' })
    expect(await current(browser)).toMatchObject({ kind: 'credentials', factors: { proven: [] } })
  })

  test('a page that does not say is heard', async () => {
    const { browser } = await onPasswordPage()
    await browser.step('device', '/password', password)
  })
})
