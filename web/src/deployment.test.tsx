import { routes } from '@muster/shared/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { rememberStart } from './entra/came-from.ts'
import { identify } from './testing/journeys.ts'
import { faultOn, problem } from './testing/mock-bff.ts'
import { expectAccessible, openPortal } from './testing/render-portal.tsx'

afterEach(() => {
  vi.restoreAllMocks()
  sessionStorage.clear()
})

const support = {
  name: 'Service desk',
  phone: '+1 555 0199',
  email: 'desk@example.com',
  url: 'https://desk.example.com/',
}
const whole = {
  name: 'Example Group',
  support,
  privacy: 'https://example.com/privacy',
  legal: '/imprint.html',
  languages: ['en', 'de'],
}

const says = (answer: () => Response) => http.get('*/config.json', answer)
const saying = (json: object) => says(() => HttpResponse.json(json))

const foot = () => within(screen.getByRole('contentinfo'))
const linkTo = (name: string | RegExp) => foot().findByRole('link', { name })

describe('what a deployment says', () => {
  test('stands in the foot of every page: its name, its notices, the languages to choose from', async () => {
    await openPortal('/new-ad-1', {}, [saying(whole)])
    expect((await linkTo('Privacy notice (new tab)')).getAttribute('href')).toBe(whole.privacy)
    expect((await linkTo('Legal notice (new tab)')).getAttribute('href')).toBe('/imprint.html')
    expect(foot().getByText('Example Group')).toBeTruthy()
    expect(
      foot()
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['English', 'Deutsch'])
    await expectAccessible()
  })

  test('of whom to ask gives way to what the account says', async () => {
    await openPortal('/new-ad-1', {}, [saying(whole)])
    await linkTo('Privacy notice (new tab)')
    await foot().findByText(/help desk/i)
    expect(foot().queryByText('Service desk')).toBe(null)
    expect(document.title).toMatch(/^Who are you\? · Example new-ad-1$/)
  })

  test.each(['/nobody-here', '/acme/too/long'])('of whom to ask stands where no account is known: %s', async (path) => {
    await openPortal(path, {}, [saying(whole)])
    const call = await screen.findByRole('link', { name: 'Call Service desk' })
    expect(document.title).toMatch(/. · Example Group$/)
    expect(call.getAttribute('href')).toBe('tel:+15550199')
    expect((await linkTo(support.email)).getAttribute('href')).toBe('mailto:desk@example.com')
    await expectAccessible()
  })

  test('of whom to ask stands where the portal does not answer', async () => {
    await openPortal('/new-ad-1', {}, [
      saying(whole),
      faultOn(routes.open, () => problem('unavailable'), { once: false }),
      faultOn(routes.profile, () => problem('unavailable'), { once: false }),
    ])
    expect(await linkTo(support.phone)).toBeTruthy()
  })
})

describe('back from Microsoft, and nobody knows of the enrollment', () => {
  test('whoever began in this tab can start over there, and is told whom to ask', async () => {
    rememberStart('acme')
    const open = await openPortal('/redirect', {}, [saying(whole)])
    await open.page('We lost track of your enrollment')
    expect(screen.getByRole('link', { name: 'Start over' }).getAttribute('href')).toBe('/acme')
    expect(screen.getByText(/^Nothing was registered\. Start over here/)).toBeTruthy()
    const write = await screen.findByRole('link', { name: 'Write to Service desk' })
    expect(write.getAttribute('href')).toBe('mailto:desk@example.com')
    await expectAccessible()
  })

  test('whoever did not is told to open the link again', async () => {
    const open = await openPortal('/redirect')
    await open.page('We lost track of your enrollment')
    expect(screen.queryByRole('link', { name: 'Start over' })).toBe(null)
    expect(screen.getByText(/^Open the link from your letter/)).toBeTruthy()
  })

  test('leaving for Microsoft remembers where the person began, until they are back', async () => {
    const kept = vi.spyOn(Storage.prototype, 'setItem')
    const open = await openPortal('/new-entra-1')
    await identify(open, 'ana')
    await open.page('Sign in with Microsoft')
    await open.press('Continue to Microsoft')
    await waitFor(() => expect(kept).toHaveBeenCalledWith('muster.start', 'new-entra-1/'))
    await waitFor(() => expect(sessionStorage.getItem('muster.start')).toBe(null))
  })
})

describe('a file that is not as it must be breaks no page', () => {
  test.each([
    ['no JSON', () => new HttpResponse('{', { headers: { 'Content-Type': 'application/json' } })],
    ['something else', () => HttpResponse.json(['no object'])],
    ['a link that runs scripts', () => HttpResponse.json({ ...whole, privacy: 'javascript:alert(1)' })],
  ])('%s: the operator is told in the console', async (_what, answer) => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue()
    const open = await openPortal('/new-ad-1', {}, [says(answer)])
    await open.page('Who are you?')
    await waitFor(() =>
      expect(warned).toHaveBeenCalledWith(expect.stringMatching(/^config\.json is passed over/), expect.anything()),
    )
    expect(foot().queryByText('Example Group')).toBe(null)
  })

  test.each([
    ['none', () => new HttpResponse('Not found', { status: 404 })],
    ['the page in its place', () => HttpResponse.html('<!doctype html>')],
    ['no network', () => HttpResponse.error()],
  ])('%s: nobody is told anything', async (_what, answer) => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue()
    const asked = vi.fn(answer)
    const open = await openPortal('/new-ad-1', {}, [says(asked)])
    await open.page('Who are you?')
    await waitFor(() => expect(asked).toHaveBeenCalledOnce())
    expect(await screen.findByLabelText('Language')).toBeTruthy()
    expect(warned).not.toHaveBeenCalled()
  })
})
