import { expect, test } from '../fixtures.ts'
import { steps } from '../states/example-steps.ts'
import { createStage } from '../states/stage.ts'
import { showState, wireStates } from '../states/walker.ts'
import { reply } from '../states/wire.ts'

/** What each page tells password managers and phones of its fields, in their order (WCAG 2.2, 1.3.5 and 3.3.8). */
const purposes = {
  identify: { username: 'username', domain: 'off' },
  credentials: { username: 'username', domain: 'off', password: 'current-password' },
  password: { username: 'username', password: 'current-password' },
  'new-password': { old: 'current-password', next: 'new-password', repeat: 'new-password' },
  'email-code': { code: 'one-time-code' },
  device: { name: 'off' },
} as const

const kinds = ['identify', 'credentials', 'password', 'new-password', 'email-code', 'device'] as const

for (const kind of kinds)
  test(`${kind}: fields say what they are for, and take what is pasted`, async ({ page }) => {
    const stage = await createStage(page)
    stage.wire.answer('open', reply(steps[kind]))
    stage.wire.answer('emailCode', { kind: 'held' })
    await stage.open()
    const fields = page.locator('main input:not([type=radio], [type=checkbox])')
    const found = await fields.evaluateAll((inputs) =>
      inputs.map((input) => [input.getAttribute('name'), input.getAttribute('autocomplete')]),
    )
    expect(Object.fromEntries(found)).toEqual(purposes[kind])

    const words = kind === 'email-code' ? '12345678' : 'From-a-manager-1!'
    await page.evaluate(() => document.body.append(document.createElement('textarea')))
    await page.locator('body > textarea').fill(words)
    await page.locator('body > textarea').press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+x')
    for (const field of await fields.filter({ visible: true }).all()) {
      await field.press('ControlOrMeta+a')
      await page.keyboard.press('ControlOrMeta+v')
      await expect(field).toHaveValue(words)
    }
  })

/** There nobody knows whose enrollment it is, or what knew it has crashed or never came. */
const helpless = new Set([
  'before any script',
  'taking long',
  'scripts forbidden',
  'old browser',
  'a file does not come',
  'a new version',
  'crashed',
  'lost on the way',
])

test('whom to ask stands first at the foot of every page, in the same order', async ({ browser, world }) => {
  test.slow()
  const pages = new Map(wireStates.filter(({ name }) => !helpless.has(name)).map((state) => [state.page, state]))
  const feet: Record<string, readonly string[]> = {}
  for (const [page, state] of pages)
    await showState(state, {
      browser,
      baseURL: world.origin,
      language: 'en',
      look: async (shown) => {
        const links = shown.locator('footer > :first-child a')
        feet[page] = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
      },
    })
  const wanted = ['tel:+15550100', 'mailto:help@corp.example.test', 'https://help.corp.example.test/']
  expect(feet).toEqual(Object.fromEntries([...pages.keys()].map((page) => [page, wanted])))
})
