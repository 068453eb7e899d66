import { type ReactNode, useContext, useLayoutEffect, useState } from 'react'
import { type Navigator, Router, UNSAFE_createBrowserHistory, UNSAFE_NavigationContext } from 'react-router'

const createHistory = () => UNSAFE_createBrowserHistory({ v5Compat: true })

/**
 * React Router's declarative router on the browser's history, as its own `BrowserRouter` is, but without the forms,
 * fetchers and server rendering that come along with that one: 4 kB of the first page's budget.
 * Without transitions: a history entry is pushed when its step is put, and both show in one render.
 */
export const BrowserRouter = ({ children }: { children: ReactNode }) => {
  const [history] = useState(createHistory)
  const [{ action, location }, setState] = useState({ action: history.action, location: history.location })
  useLayoutEffect(() => history.listen(setState), [history])
  return (
    <Router location={location} navigationType={action} navigator={history} useTransitions={false}>
      {children}
    </Router>
  )
}

/** The history that the router stands on. Every path here is absolute, so what `useNavigate` adds, resolving, is left out. */
export const useNavigator = (): Navigator => useContext(UNSAFE_NavigationContext).navigator
