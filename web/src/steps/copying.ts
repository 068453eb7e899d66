import { type RefObject, useState } from 'react'

/** Copies text; where the page may not, what stands in `shown` is marked, so that the person can. */
export const useCopying = (shown: RefObject<HTMLElement | null>) => {
  const [state, setState] = useState<'copied' | 'failed'>()
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      if (shown.current !== null) window.getSelection()?.selectAllChildren(shown.current)
      setState('failed')
    }
  }
  return { state, copy }
}
