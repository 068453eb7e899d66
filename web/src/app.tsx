import { focusManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { BrowserRouter } from './browser-router.tsx'
import { EntraContext, type EntraDoor } from './entra/door.ts'
import { messages } from './messages/messages.ts'
import { PortalRoutes } from './router.tsx'
import { Button } from './ui/button.tsx'
import { Frame } from './ui/frame.tsx'
import { Page } from './ui/page.tsx'

/** The last resort: a mistake of ours must not leave a white page. */
class Rescue extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }
  static getDerivedStateFromError = () => ({ crashed: true })
  override render() {
    const { title, text, reload } = messages.trouble.crashed
    if (!this.state.crashed) return this.props.children
    return (
      <Frame>
        <Page title={title} lead={text} badge={{ icon: 'alert', mood: 'bad' }}>
          <Button onClick={() => window.location.reload()}>{reload}</Button>
        </Page>
      </Frame>
    )
  }
}

/** Trying again is the person's choice; looking again when they come back to the tab is not, for reading is no activity. */
export const portalClient = (): QueryClient => {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
        refetchOnMount: false,
        refetchOnReconnect: 'always',
        // A read that overtakes a submission would show the step before it.
        refetchOnWindowFocus: () => (client.isMutating() === 0 ? 'always' : false),
      },
      mutations: { retry: false, networkMode: 'always', gcTime: 0 },
    },
  })
  return client
}

/** A page that comes back from the browser's own cache is as old as a tab that was hidden. */
const watchFocus = (): void =>
  focusManager.setEventListener((setFocused) => {
    const look = () => setFocused(document.visibilityState === 'visible')
    const lookAgain = (event: PageTransitionEvent) => {
      if (event.persisted) setFocused(true)
    }
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pageshow', lookAgain)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('pageshow', lookAgain)
    }
  })

type AppProps = { readonly client: QueryClient; readonly openDoor: () => Promise<EntraDoor>; readonly response: string }

/** The whole portal, put together from its client, its door to Entra and what Entra may have sent back. */
export const App = ({ client, openDoor, response }: AppProps) => {
  watchFocus()
  return (
    <Rescue>
      <QueryClientProvider client={client}>
        <EntraContext value={openDoor}>
          <BrowserRouter>
            <PortalRoutes response={response} />
          </BrowserRouter>
        </EntraContext>
      </QueryClientProvider>
    </Rescue>
  )
}
