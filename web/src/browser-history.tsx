import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react'

/** Where the browser is: the path, and what the history entry remembers. */
type Place = { readonly pathname: string; readonly state: unknown }

/** The moves that a page can make. Every path is absolute. */
export type Navigator = {
  readonly push: (path: string, state?: unknown) => void
  readonly replace: (path: string, state?: unknown) => void
}

const placeNow = (): Place => ({ pathname: window.location.pathname, state: window.history.state })

const HistoryContext = createContext<{ readonly place: Place; readonly navigator: Navigator } | undefined>(undefined)

/**
 * The browser's history as React state, two addresses and no routes: a router library would weigh 1.4 kB of the first
 * page's budget (docs/decisions/0026). Without transitions: a history entry is pushed when its step is put, and both
 * show in one render.
 */
export const BrowserHistory = ({ children }: { children: ReactNode }) => {
  const [place, setPlace] = useState(placeNow)
  const [navigator] = useState<Navigator>(() => {
    const move = (how: 'pushState' | 'replaceState') => (path: string, state?: unknown) => {
      try {
        window.history[how](state, '', path)
      } catch {
        // Safari takes a hundred entries in half a minute: the page goes on without one.
      }
      setPlace({ pathname: path, state })
    }
    return { push: move('pushState'), replace: move('replaceState') }
  })
  useLayoutEffect(() => {
    const look = () => setPlace(placeNow())
    window.addEventListener('popstate', look)
    return () => window.removeEventListener('popstate', look)
  }, [])
  return <HistoryContext value={{ place, navigator }}>{children}</HistoryContext>
}

const useHistory = () => {
  const history = useContext(HistoryContext)
  if (history === undefined) throw new Error('a page outside of the history')
  return history
}

export const usePlace = (): Place => useHistory().place
export const useNavigator = (): Navigator => useHistory().navigator
