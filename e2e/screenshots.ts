// Every page in every state, at every width and in every scheme, as a contact sheet:
// `pnpm screenshots [--out folder] [--page name]… [--look name]… [--language en|ar]… [--resume]`.
// With `--resume` a run that was ended goes on: a state whose pictures are all there is not shown again.
// With `--readme` the one picture of the README, docs/muster.png, and nothing else. Fails where the contract has
// something without a picture, or where a page does not fit.
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { startWorld } from '@muster/demo/world/start-world'
import type { World } from '@muster/demo/world/world-options'
import { chromium, type Browser, type Page } from '@playwright/test'
import { launchOptions } from './browser.ts'
import { createEntraPage } from './entra-page.ts'
import { createPortalPage } from './portal-page.ts'
import { contactSheet, type Picture } from './states/contact-sheet.ts'
import { all, createCoverage } from './states/coverage.ts'
import { faultsOf } from './states/fits.ts'
import { dress, looksOf } from './states/looks.ts'
import { settle } from './states/stage.ts'
import { type Language, languages, type Shown, showState, showWorldState, wireStates } from './states/walker.ts'
import { demoStates, microsoftStates } from './states/world-states.ts'

const root = join(import.meta.dirname, '..')
const { values: chosen } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'test-results/screenshots') },
    page: { type: 'string', multiple: true, default: [] },
    look: { type: 'string', multiple: true, default: [] },
    language: { type: 'string', multiple: true, default: [] },
    resume: { type: 'boolean', default: false },
    readme: { type: 'boolean', default: false },
  },
})
const isChosen = (choices: readonly string[], name: string): boolean => choices.length === 0 || choices.includes(name)
const isWhole = [chosen.page, chosen.look, chosen.language].every(({ length }) => length === 0)

const pictures = new Map<string, Picture>()
const faults = new Set<string>()
const seen = new Set<string>()

/** What a state showed, now or in a run before. */
const note = ({ pictures: taken, seen: told }: Pick<Done, 'pictures' | 'seen'>): void => {
  for (const picture of taken) pictures.set(picture.file, picture)
  for (const one of told) seen.add(one)
}

const fileName = (...parts: readonly string[]): string =>
  `${parts.map((part) => part.replaceAll(/[^\w]+/g, '-')).join('--')}.png`

const shoot = (page: string, state: string, language: Language, taken: Picture[]) => async (shown: Page) => {
  for (const look of looksOf(page).filter(({ name }) => isChosen(chosen.look, name))) {
    await dress(shown, look)
    const file = fileName(page, state, language, look.name)
    await shown.screenshot({ path: join(chosen.out, file), fullPage: true })
    const height = await shown.evaluate(() => document.documentElement.scrollHeight)
    taken.push({ page, state, look: look.name, language, file, width: look.width, height })
    for (const fault of await faultsOf(shown, look.width < 500 ? 44 : 24))
      faults.add(`${page}, ${state}, ${look.name}, ${language}: ${fault}`)
  }
}

type Job = { readonly id: string; readonly take: (browser: Browser) => Promise<void> }

/** A line for each state that is done: what it showed, so that a later run need not show it again. */
const journal = join(chosen.out, 'done.jsonl')
type Done = { readonly id: string; readonly pictures: readonly Picture[]; readonly seen: readonly string[] }

const doneBefore = async (): Promise<readonly Done[]> => {
  if (!chosen.resume) return []
  const lines = await readFile(journal, 'utf8').catch(() => '')
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

const jobsFor = (world: World, language: Language): readonly Job[] => {
  // What surrounds the product speaks English alone.
  const ofWorld = language === 'en' ? [...microsoftStates, ...demoStates] : microsoftStates
  const jobs = [
    ...wireStates.map((state) => ({ state, show: (shown: Shown) => showState(state, shown) })),
    ...ofWorld.map((state) => ({ state, show: (shown: Shown) => showWorldState(state, world, shown) })),
  ]
  return jobs
    .filter(({ state }) => isChosen(chosen.page, state.page))
    .map(({ state: { page, name }, show }) => ({
      id: `${page}, ${name}, ${language}`,
      take: async (browser) => {
        const taken: Picture[] = []
        const coverage = createCoverage()
        const look = shoot(page, name, language, taken)
        await show({ browser, baseURL: world.origin, language, prepare: coverage.listen, look })
        const done: Done = { id: `${page}, ${name}, ${language}`, pictures: taken, seen: coverage.seen() }
        note(done)
        await appendFile(journal, `${JSON.stringify(done)}\n`)
      },
    }))
}

/** Thousands of pictures on a busy machine: one that was late is taken again in another browser; what fails twice is a fault. */
const takeAll = async (jobs: readonly Job[]): Promise<void> => {
  const waiting = [...jobs]
  const worker = async () => {
    let browser = await chromium.launch(launchOptions)
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { id, take } = job
      for (const isLast of [false, true])
        try {
          await take(browser)
          break
        } catch (error) {
          const why = `${id}: ${String(error).split('\n', 1)[0]}`
          if (isLast) faults.add(why)
          else console.log(`taken again: ${why}`)
          await browser.close().catch(() => undefined)
          browser = await chromium.launch(launchOptions)
        }
    }
    await browser.close()
  }
  await Promise.all([worker(), worker()])
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
  const missing = isWhole ? all.filter((one) => !seen.has(one)) : []
  for (const one of missing) console.log(`no picture: ${one}`)
  for (const fault of faults) console.log(fault)
  const states = new Set([...pictures.values()].map(({ page, state }) => `${page} ${state}`))
  console.log(
    `${pictures.size} pictures of ${states.size} states, ${missing.length} missing, ${faults.size} faults: ${relative(process.cwd(), join(chosen.out, 'index.html'))}`,
  )
  process.exitCode = missing.length + faults.size === 0 ? 0 : 1
}

if (isWhole && !chosen.resume) await rm(chosen.out, { recursive: true, force: true })
await mkdir(chosen.out, { recursive: true })
const world = await startWorld({ port: 0, home: join(root, '.test/screenshots'), quiet: true })
try {
  if (chosen.readme) {
    const browser = await chromium.launch(launchOptions)
    await shootForReadme(browser, world)
    await browser.close()
  } else {
    const before = await doneBefore()
    before.forEach(note)
    const jobs = languages.filter((each) => isChosen(chosen.language, each)).flatMap((each) => jobsFor(world, each))
    await takeAll(jobs.filter(({ id }) => !before.some((done) => done.id === id)))
    await report()
  }
} finally {
  await world.stop()
}
