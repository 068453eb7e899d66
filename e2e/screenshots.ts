// Every page in every state, at every width and in every scheme, as a contact sheet:
// `pnpm screenshots [--out folder] [--page name]… [--look name]… [--language en|ar]…`.
// With `--readme` the one picture of the README, docs/muster.png, and nothing else. Fails where the contract has
// something without a picture, or where a page does not fit.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { startWorld } from '@muster/demo/world/start-world'
import type { World } from '@muster/demo/world/world-options'
import { chromium, type Browser, type Page } from '@playwright/test'
import { launchOptions } from './browser.ts'
import { createEntraPage } from './entra-page.ts'
import { createPortalPage } from './portal-page.ts'
import { contactSheet, type Picture } from './states/contact-sheet.ts'
import { createCoverage } from './states/coverage.ts'
import { faultsOf } from './states/fits.ts'
import { dress, looksOf } from './states/looks.ts'
import { settle } from './states/stage.ts'
import { type Language, languages, showState, showWorldState, wireStates } from './states/walker.ts'
import { demoStates, microsoftStates } from './states/world-states.ts'

const root = join(import.meta.dirname, '..')
const { values: chosen } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'test-results/screenshots') },
    page: { type: 'string', multiple: true, default: [] },
    look: { type: 'string', multiple: true, default: [] },
    language: { type: 'string', multiple: true, default: [] },
    readme: { type: 'boolean', default: false },
  },
})
const isChosen = (choices: readonly string[], name: string): boolean => choices.length === 0 || choices.includes(name)
const isWhole = [chosen.page, chosen.look, chosen.language].every(({ length }) => length === 0)

const pictures = new Map<string, Picture>()
const faults = new Set<string>()
const coverage = createCoverage()

const fileName = (...parts: readonly string[]): string =>
  `${parts.map((part) => part.replaceAll(/[^\w]+/g, '-')).join('--')}.png`

const shoot = (page: string, state: string, language: Language) => async (shown: Page) => {
  for (const look of looksOf(page).filter(({ name }) => isChosen(chosen.look, name))) {
    await dress(shown, look)
    const file = fileName(page, state, language, look.name)
    await shown.screenshot({ path: join(chosen.out, file), fullPage: true })
    const height = await shown.evaluate(() => document.documentElement.scrollHeight)
    pictures.set(file, { page, state, look: look.name, language, file, width: look.width, height })
    for (const fault of await faultsOf(shown, look.width < 500 ? 44 : 24))
      faults.add(`${page}, ${state}, ${look.name}, ${language}: ${fault}`)
  }
}

/** A thousand pictures on a busy machine: one that was late is taken again, and what fails twice is a fault. */
const taken = async (what: string, take: () => Promise<void>): Promise<void> => {
  for (const isLast of [false, true])
    try {
      return await take()
    } catch (error) {
      const why = `${what}: ${String(error).split('\n', 1)[0]}`
      if (isLast) faults.add(why)
      else console.log(`taken again: ${why}`)
    }
}

const shootAll = async (browser: Browser, world: World, language: Language): Promise<void> => {
  const context = await browser.newContext({ baseURL: world.origin, locale: language })
  const shownAs = (page: string, state: string) => ({
    context,
    language,
    prepare: coverage.listen,
    look: shoot(page, state, language),
  })
  for (const state of wireStates.filter(({ page }) => isChosen(chosen.page, page)))
    await taken(`${state.page}, ${state.name}`, () => showState(state, shownAs(state.page, state.name)))
  // What surrounds the product speaks English alone.
  const ofWorld = language === 'en' ? [...microsoftStates, ...demoStates] : microsoftStates
  for (const state of ofWorld.filter(({ page }) => isChosen(chosen.page, page)))
    await taken(`${state.page}, ${state.name}`, () => showWorldState(state, world, shownAs(state.page, state.name)))
  await context.close()
}

/** Acme's page for the mailed code, in the frame of an ordinary screen. */
const shootForReadme = async (browser: Browser, world: World): Promise<void> => {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
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
  await settle(page)
  await page.screenshot({ path: join(root, 'docs/muster.png') })
  await page.context().close()
}

const report = async (): Promise<void> => {
  await writeFile(join(chosen.out, 'index.html'), contactSheet([...pictures.values()]))
  const missing = isWhole ? coverage.missing() : []
  for (const one of missing) console.log(`no picture: ${one}`)
  for (const fault of faults) console.log(fault)
  const states = new Set([...pictures.values()].map(({ page, state }) => `${page} ${state}`))
  console.log(
    `${pictures.size} pictures of ${states.size} states, ${missing.length} missing, ${faults.size} faults: ${relative(process.cwd(), join(chosen.out, 'index.html'))}`,
  )
  process.exitCode = missing.length + faults.size === 0 ? 0 : 1
}

if (isWhole) await rm(chosen.out, { recursive: true, force: true })
await mkdir(chosen.out, { recursive: true })
const world = await startWorld({ port: 0, home: join(root, '.test/screenshots'), quiet: true })
const browser = await chromium.launch(launchOptions)
try {
  if (chosen.readme) await shootForReadme(browser, world)
  else {
    for (const language of languages.filter((each) => isChosen(chosen.language, each)))
      await shootAll(browser, world, language)
    await report()
  }
} finally {
  await browser.close()
  await world.stop()
}
