import { corpProfile, steps } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { type Answer, problem, reply, wireNow } from './wire.ts'

/** The enrollment does not open: nobody was there before. */
const cannotOpen = (answer: Answer) => async (stage: Stage) => {
  stage.wire.answer('open', answer)
  await stage.open()
  await stage.alerted()
}

const scripts = '**/assets/index-*.js'
const laterPages = '**/assets/later-pages-*.js'

/** Before the first page, and in its place. */
export const openingStates: readonly State[] = [
  ...statesOf('opening', {
    'before any script': async ({ page, wire, visit }) => {
      // What is asked before the pages are there gets no answer either.
      wire.answer('open', { kind: 'held' })
      await page.route(scripts, () => undefined)
      await visit()
      await expect(page.locator('.frame-card')).toBeVisible()
    },
    'taking long': async ({ page, wire, visit }) => {
      wire.answer('open', { kind: 'held' })
      await page.route(scripts, (route) => route.abort())
      await visit()
      await page.locator('.frame-late').evaluate((line) => line.getAnimations().forEach((each) => each.finish()))
      await expect(page.locator('.frame-late')).toBeVisible()
    },
    loading: async ({ page, wire, visit }) => {
      wire.answer('open', { kind: 'held' })
      await visit()
      await expect(page.locator('main [aria-busy=true]')).toBeVisible()
    },
    offline: async ({ page, wire, open }) => {
      wire.answer('open', { kind: 'offline' })
      await open()
      await expect(page.locator('main button')).toBeVisible()
    },
    'no answer': async ({ page, wire, visit, alerted }) => {
      await page.clock.install({ time: wireNow })
      wire.answer('open', { kind: 'held' })
      await visit()
      await expect(page.locator('main [aria-busy=true]')).toBeVisible()
      await page.clock.fastForward(31_000)
      await alerted()
    },
    'another answer': cannotOpen({ kind: 'garbled' }),
    unavailable: cannotOpen(problem('unavailable')),
    'too many tries': cannotOpen(problem('too-many-requests', { retryAfter: 74 })),
    'a file does not come': async ({ page, wire, open }) => {
      await page.route(laterPages, (route) => route.abort())
      wire.answer('open', reply(steps.password))
      await open()
    },
    'a new version': async ({ page, wire, open }) => {
      await page.route(laterPages, (route) => route.fulfill({ status: 404, body: '' }))
      await page.route('**/index.html', async (route) => {
        const response = await route.fetch()
        await route.fulfill({
          response,
          body: (await response.text()).replaceAll(/index-[\w-]{8}\.js/g, 'index-new.js'),
        })
      })
      wire.answer('open', reply(steps.password))
      await open()
    },
    crashed: async ({ page, wire, open }) => {
      await page.route(laterPages, (route) => route.fulfill({ contentType: 'text/javascript', body: 'export {}' }))
      wire.answer('open', reply(steps.password))
      await open()
    },
    'scripts forbidden': async ({ page, visit }) => {
      const session = await page.context().newCDPSession(page)
      await session.send('Emulation.setScriptExecutionDisabled', { value: true })
      await visit()
      await expect(page.locator('noscript p').first()).toBeVisible()
    },
    'old browser': async ({ page, visit }) => {
      // As one that knows no modules reads it.
      await page.route(
        ({ pathname }) => pathname === '/corp',
        async (route) => {
          const response = await route.fetch()
          const body = (await response.text()).replaceAll('type="module"', 'type="unknown"').replaceAll('nomodule', '')
          await route.fulfill({ response, body })
        },
      )
      await visit()
      await expect(page.locator('.frame-old')).toBeVisible()
    },
  }),
  ...statesOf('link', {
    'unknown-account': async ({ wire, open }) => {
      wire.answer('profile', problem('unknown-account'))
      wire.answer('open', problem('unknown-account'))
      await open('no-such-company')
    },
    'invalid request': async ({ wire, open }) => {
      wire.answer('open', problem('unknown-account'))
      await open(`corp/${'0'.repeat(22)}`)
    },
    'not found': ({ open }) => open('corp/not-a-request'),
    'another company': async ({ wire, open }) => {
      wire.answer('profile', reply({ ...corpProfile, name: 'Acme', branding: {} }))
      wire.answer('open', reply(steps.identify))
      await open('acme')
    },
    'closed by another tab': async ({ page, wire, open }) => {
      wire.answer('open', reply(steps.password))
      await open()
      wire.answer('current', problem('no-enrollment'))
      await page.evaluate(() => window.dispatchEvent(new Event('focus')))
      await expect(page.locator('main [name=password]')).toHaveCount(0)
    },
  }),
]
