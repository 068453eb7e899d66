import { fetchLaterWords } from '../messages/language.ts'

/** The later pages and their words, side by side: no page waits for its words after itself. */
export const fetchLaterPages = async () => {
  const [{ laterPages, asidePages, besidePages, laterParts }] = await Promise.all([
    import('./later-pages.tsx'),
    fetchLaterWords(),
  ])
  return { laterPages, asidePages, besidePages, laterParts }
}
