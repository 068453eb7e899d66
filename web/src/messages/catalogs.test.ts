import { describe, expect, test } from 'vitest'
import { argumentsOf, leavesOf, pluralsOf, readCatalog } from '../../catalogs/catalog.ts'
import { offered } from './catalogs.ts'

const files = import.meta.glob<string>('./*/*.json', { query: '?raw', import: 'default', eager: true })

/** Every message of a part of a language, by its path. */
const messages = (language: string, part: string): ReadonlyMap<string, string> =>
  new Map(
    leavesOf(readCatalog(files[`./${language}/${part}.json`] ?? '{}')).map(({ path, message }) => [path, message]),
  )

/** Names of products, layouts and what is the same word in more than one language; each with the languages it may stay in. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  'frame.title': offered,
  'frame.hours': ['fr', 'es', 'pt-BR', 'it'],
  'names.password': ['it'],
  'device.platforms.android': offered,
  'device.platforms.windows': offered,
  'device.defaultName.ios': offered,
  'device.defaultName.android': offered,
  'device.defaultName.windows': offered,
  'handOver.seen': offered,
  'handOver.devices.iphone': offered,
  'handOver.devices.ipad': offered,
  'handOver.devices.windows': ['ko'],
  'handOver.devices.mac': offered,
  'handOver.browsers.safari': offered,
  'handOver.browsers.chrome': offered,
  'handOver.browsers.edge': offered,
  'handOver.browsers.firefox': offered,
  'handOver.browsers.samsung': offered,
  'advice.leaveApp.apps.outlook': offered,
  'advice.leaveApp.apps.teams': offered,
  'advice.leaveApp.apps.slack': offered,
  'advice.leaveApp.apps.messenger': offered,
  'advice.leaveApp.apps.facebook': offered,
  'advice.leaveApp.apps.instagram': offered,
  'advice.leaveApp.apps.linkedin': offered,
  'advice.leaveApp.apps.wechat': offered,
  'advice.leaveApp.apps.line': offered,
  'advice.leaveApp.apps.kakaotalk': offered,
  'advice.leaveApp.apps.snapchat': offered,
  'advice.leaveApp.apps.tiktok': offered,
  'advice.leaveApp.apps.google': offered,
  'detailsForIt.error': ['es'],
}

const others = offered.filter((language) => language !== 'en')

describe.each(['first', 'later', 'still'])('%s.json', (part) => {
  const english = messages('en', part)

  test.each(others)('%s has the messages of English, and lists of the same length', (language) => {
    expect([...messages(language, part).keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  test.each(others)('%s takes the same arguments, and tells the same cases apart', (language) => {
    for (const [path, message] of messages(language, part))
      expect([path, argumentsOf(message)]).toEqual([path, argumentsOf(english.get(path) ?? '')])
  })

  test.each(offered)('%s has a plural for each number that it counts differently', (language) => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    for (const [path, message] of messages(language, part))
      for (const cases of pluralsOf(message))
        expect([path, cases.filter((key) => !key.startsWith('=')).toSorted()]).toEqual([
          path,
          pluralCategories.toSorted(),
        ])
  })

  test.each(others)('%s says nothing in English', (language) => {
    const untranslated = [...messages(language, part)].filter(
      ([path, message]) => message === english.get(path) && !sameAsEnglish[path]?.includes(language),
    )
    expect(untranslated).toEqual([])
  })

  test.each(offered)('%s leaves no message empty, and none with blanks at its ends', (language) => {
    for (const [path, message] of messages(language, part))
      expect([path, message.trim() === message && message !== '']).toEqual([path, true])
  })
})
