import { focusManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { BrowserHistory } from './browser-history.tsx'
import { EntraContext, type EntraDoor } from './entra/door.ts'
import { useMessages } from './messages/language.ts'
import { PortalRoutes } from './router.tsx'
import { Button } from './ui/button.tsx'
import { Frame } from './ui/frame.tsx'
import { Page } from './ui/page.tsx'

const CrashedPage = () => {
  const { title, text, reload } = useMessages().trouble.crashed
  return (
    <Frame>
      <Page title={title} lead={text} badge={{ icon: 'alert', mood: 'bad' }}>
        <Button onClick={() => window.location.reload()}>{reload}</Button>
      </Page>
    </Frame>
  )
}

/** The last resort: a mistake of ours must not leave a white page. */
class Rescue extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }
  static getDerivedStateFromError = () => ({ crashed: true })
  override render() {
    return this.state.crashed ? <CrashedPage /> : this.props.children
  }
}

/** Trying again is the person's choice. */
export const portalClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always', refetchOnMount: false },
      mutations: { retry: false, networkMode: 'always', gcTime: 0 },
    },
  })

/** Coming back to the tab, or to the window beside another, is when another tab may have moved the enrollment on. */
focusManager.setEventListener((look) => {
  const lookAgain = () => look()
  window.addEventListener('focus', lookAgain)
  document.addEventListener('visibilitychange', lookAgain)
  return () => {
    window.removeEventListener('focus', lookAgain)
    document.removeEventListener('visibilitychange', lookAgain)
  }
})

type AppProps = {
  readonly client: QueryClient
  readonly openDoor: () => Promise<EntraDoor>
  readonly response: string
  readonly handOver?: string | undefined
}

/** The whole portal, put together from its client, its door to Entra and what Entra may have sent back. */
export const App = ({ client, openDoor, response, handOver }: AppProps) => (
  <Rescue>
    <QueryClientProvider client={client}>
      <EntraContext value={openDoor}>
        <BrowserHistory>
          <PortalRoutes response={response} handOver={handOver} />
        </BrowserHistory>
      </EntraContext>
    </QueryClientProvider>
  </Rescue>
)
