import { routes } from '@muster/shared/contract'
import { act, cleanup, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { fetchFirst } from './messages/catalogs.ts'
import { startLanguage } from './messages/language.ts'
import type { Language } from './messages/languages.ts'
import { switchLanguage } from './messages/switch-language.ts'
import { identify } from './testing/journeys.ts'
import { faultOn } from './testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from './testing/render-portal.tsx'

afterEach(async () => {
  cleanup()
  vi.restoreAllMocks()
  localStorage.clear()
  await startLanguage()
})

const choose = async (label: string, language: string) => {
  await userEvent.selectOptions(await screen.findByLabelText(label), language)
}

/** What stands in place of a catalog that cannot be fetched. */
const lost = async (): Promise<never> => {
  throw new TypeError('Failed to fetch dynamically imported module')
}

/** Fetches English alone. */
const onlyEnglish = async (language: Language) => (language === 'en' ? fetchFirst('en') : lost())

test('another language is spoken at once; what was typed, what is wrong and the focus stay', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.press('Sign in')
  await screen.findByText('Enter your password.')
  const field = screen.getByLabelText<HTMLInputElement>('Password')
  await choose('Language', 'de')
  await open.page('Geben Sie Ihr Passwort ein')
  expect(screen.getByText('Geben Sie Ihr Passwort ein.')).toBeTruthy()
  expect(screen.getByLabelText('Passwort')).toBe(field)
  await open.fill('Passwort', 'typed before')
  await choose('Sprache', 'en')
  await open.page('Enter your password')
  await choose('Language', 'de')
  await open.page('Geben Sie Ihr Passwort ein')
  expect(screen.getByLabelText('Passwort')).toBe(field)
  expect(field.value).toBe('typed before')
  expect(document.activeElement).toBe(screen.getByLabelText('Sprache'))
  expect(document.documentElement.lang).toBe('de')
  expect(document.title).toMatch(/^Geben Sie Ihr Passwort ein · /)
  expect(screen.getByText('Diese Seite ist jetzt auf Deutsch.').getAttribute('role')).toBe('status')
  await expectAccessible()
})

test('a page in Arabic runs from right to left, and names run as they are written', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await choose('Language', 'ar')
  await open.page('أدخل كلمة المرور')
  expect(document.documentElement.dir).toBe('rtl')
  expect(screen.getByText('ana@corp.example.test').tagName).toBe('BDI')
  await choose('اللغة', 'en')
  await open.page('Enter your password')
  expect(document.documentElement.dir).toBe('ltr')
})

test('the choice stays for the next visit', async () => {
  await switchLanguage('de')
  await startLanguage()
  const open = await openPortal('/new-ad-2')
  await open.page('Wer sind Sie?')
})

test('every choice is named in its own language', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  expect((await screen.findByRole('option', { name: 'Deutsch' })).lang).toBe('de')
  expect(screen.getByRole<HTMLOptionElement>('option', { name: 'English' }).selected).toBe(true)
})

test.each([
  ['/acme/too/long', 'Page not found'],
  ['/nobody', 'We do not know this company'],
])('at %s there is a choice too', async (path, title) => {
  const open = await openPortal(path)
  await open.page(title)
  await choose('Language', 'de')
  await screen.findByLabelText('Sprache')
})

test('what the browser asks for is spoken from the beginning, and told to the server', async () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-AT', 'en'])
  await startLanguage()
  const asked: (string | null)[] = []
  const open = await openPortal('/new-ad-2', {}, [
    http.post('*/api/enrollment', ({ request }) => void asked.push(request.headers.get('accept-language'))),
  ])
  await open.page('Wer sind Sie?')
  await choose('Sprache', 'en')
  await open.page('Who are you?')
  network.use(
    http.post('*/api/enrollment/identity', ({ request }) => void asked.push(request.headers.get('accept-language'))),
  )
  await open.fill('User name', 'ana')
  await open.press('Continue')
  await open.page('Enter your password')
  expect(asked).toEqual(['de', 'en'])
})

test('a language that cannot be had is told, and the page goes on in its own', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  await act(async () => switchLanguage('de', lost))
  expect(await screen.findByText(/^We could not load this page in Deutsch\./)).toBeTruthy()
  expect(screen.getByLabelText<HTMLSelectElement>('Language').value).toBe('en')
  await choose('Language', 'de')
  await open.page('Wer sind Sie?')
  expect(screen.queryByText(/Deutsch\./)?.textContent).toBe('Diese Seite ist jetzt auf Deutsch.')
})

test('of two choices in a row the last one counts, whichever comes first', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  const { promise: isLate, resolve: come } = Promise.withResolvers<void>()
  const fetchLate = async (language: Language) => isLate.then(() => fetchFirst(language))
  await act(async () => {
    const first = switchLanguage('ar', fetchLate)
    await switchLanguage('de')
    come()
    await first
  })
  await open.page('Wer sind Sie?')
})

test('whoever’s language cannot be had is greeted in English, and told so', async () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de'])
  await startLanguage(onlyEnglish)
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  expect(await screen.findByText(/^We could not load this page in Deutsch\./)).toBeTruthy()
  expect(document.documentElement.lang).toBe('en')
})

test('a page without any words does not begin', async () => {
  await expect(startLanguage(lost)).rejects.toThrow('Failed to fetch')
})

test('a failure that is shown is told in the new language', async () => {
  const open = await openPortal('/new-ad-2', {}, [faultOn(routes.open, () => Response.error())])
  await screen.findByText(/You seem to be offline/)
  await choose('Language', 'de')
  await screen.findByText(/Sie scheinen offline zu sein/)
  await open.press('Noch einmal versuchen')
  await open.page('Wer sind Sie?')
})
