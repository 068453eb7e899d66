// Every page in every state, at two widths, light and dark: `node e2e/screenshots.ts [folder]`.
// With `--readme` also the one picture of the README, docs/muster.png.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startWorld } from '@muster/demo/world/start-world'
import type { World } from '@muster/demo/world/world-options'
import { chromium, type Browser, type Page } from '@playwright/test'
import { launchOptions } from './browser.ts'
import { applyConfirmingAccount, confirmingAccount } from './confirming-account.ts'
import { createEntraPage } from './entra-page.ts'
import { createPortalPage } from './portal-page.ts'

const root = join(import.meta.dirname, '..')
const [named] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const folder = named ?? join(root, 'test-results/screenshots')

const right = 'Directory-1!'
const wrong = 'Not-my-password-1!'
const otherThan = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

type Look = {
  readonly name: string
  readonly viewport: { readonly width: number; readonly height: number }
  readonly colorScheme: 'light' | 'dark'
}

const looks: readonly Look[] = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${width}-${colorScheme}`,
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme,
  })),
)

/** Walks every way once; `shoot` is called wherever there is something new to see. */
const walk = async (page: Page, world: World, shoot: (name: string) => Promise<void>): Promise<void> => {
  const portal = createPortalPage(page, world.mailbox)
  const microsoft = createEntraPage(page, world.entra)
  /** As a browser that was never here. */
  const open = async (path: string) => {
    await page.context().clearCookies()
    await portal.open(path)
  }
  const untilPassword = async (account: string, person: string) => {
    await open(account)
    await portal.identify(person)
    await portal.expectPage('password')
  }

  await open('new-ad-2')
  await portal.expectPage('newWorkflow')
  await shoot('identify')
  await portal.identify('')
  await shoot('identify-mistake')
  await portal.identify('ana')
  await portal.expectPage('password')
  await shoot('password')
  await portal.password(wrong)
  await portal.expectAlert(/./)
  await shoot('password-wrong')
  await page.context().setOffline(true)
  await portal.press('Sign in')
  await portal.expectAlert('offline')
  await shoot('password-offline')
  await page.context().setOffline(false)
  await portal.password(right)
  const code = await portal.mailedCode('ana')
  await shoot('code')
  await portal.code(otherThan(code))
  await portal.expectAlert(/./)
  await shoot('code-wrong')
  await portal.code(code)
  await portal.expectPage('device')
  await shoot('device')
  await portal.chooseDevice({ platform: 'Android' })
  await portal.expectEnrolled({ factors: 2 })
  await shoot('enrolled-android')

  await untilPassword('new-ad-2', 'pia')
  await portal.password(right)
  await portal.expectAlert('expired')
  await shoot('password-expired')
  await untilPassword('new-ad-1', 'max')
  await portal.password(right)
  await portal.expectPage('newPassword')
  await shoot('new-password')

  await open('acme')
  await portal.identify('ana')
  await portal.expectPage('microsoft')
  await shoot('microsoft')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ as: 'eva@corp.example.test' })
  await microsoft.approve()
  await portal.expectAlert('signed in as')
  await shoot('microsoft-mismatch')
  await portal.press('Use a different Microsoft account')
  await microsoft.signIn()
  await microsoft.approve()
  await portal.code(await portal.mailedCode('ana'))
  await portal.expectPage('device')
  await shoot('device-terms')
  await portal.chooseDevice()
  await shoot('device-mistakes')
  await portal.chooseDevice({ platform: 'iPhone or iPad', ownership: 'Mine', acceptTerms: true })
  await portal.expectEnrolled({ factors: 3 })
  await shoot('enrolled-ios')

  await open(confirmingAccount)
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ as: 'eva@corp.example.test' })
  await portal.expectAlert('signed in as')
  await shoot('microsoft-mismatch-choice')

  await open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.cancel()
  await portal.expectEnd('The Microsoft sign\u2011in was cancelled')
  await shoot('refused')

  await open('existing-both-1')
  await portal.expectPage('existingWorkflow')
  await shoot('credentials')
  await portal.credentials('mia', 'Entra-1!')
  await portal.expectAlert('second check')
  await shoot('credentials-mfa-required')
  await portal.credentials('ben', right)
  await portal.chooseDevice({ platform: 'Windows' })
  await portal.expectEnrolled({ factors: 1 })
  await shoot('enrolled-windows')

  await open('no-such-company')
  await portal.expectTitle('We do not know this company')
  await shoot('unknown-company')
  await open(`new-ad-1/${'0'.repeat(22)}`)
  await portal.expectTitle('This enrollment link is not valid any more')
  await shoot('invalid-link')
}

const shootAll = async (browser: Browser, world: World): Promise<number> => {
  let taken = 0
  for (const { name: look, ...context } of looks) {
    const page = await browser.newPage({ ...context, baseURL: world.origin, reducedMotion: 'reduce' })
    await walk(page, world, async (name) => {
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true })
      taken += 1
    })
    await page.context().close()
  }
  return taken
}

/** Acme's page for the mailed code, in the frame of an ordinary screen. */
const shootForReadme = async (browser: Browser, world: World): Promise<void> => {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    baseURL: world.origin,
  })
  const portal = createPortalPage(page, world.mailbox)
  const microsoft = createEntraPage(page, world.entra)
  await portal.open('acme')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.approve()
  await portal.mailedCode('ana')
  await page.screenshot({ path: join(root, 'docs/muster.png') })
  await page.context().close()
}

await mkdir(folder, { recursive: true })
const world = await startWorld({ port: 0, home: join(root, '.test/screenshots'), quiet: true })
const browser = await chromium.launch(launchOptions)
try {
  await applyConfirmingAccount(world)
  if (process.argv.includes('--readme')) await shootForReadme(browser, world)
  console.log(`${await shootAll(browser, world)} screenshots in ${folder}`)
} finally {
  await browser.close()
  await world.stop()
}
