import { focusManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { BrowserHistory } from './browser-history.tsx'
import { EntraContext, type EntraDoor } from './entra/door.ts'
import { Rescue } from './rescue.tsx'
import { PortalRoutes } from './router.tsx'

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
  <QueryClientProvider client={client}>
    <Rescue>
      <EntraContext value={openDoor}>
        <BrowserHistory>
          <PortalRoutes response={response} handOver={handOver} />
        </BrowserHistory>
      </EntraContext>
    </Rescue>
  </QueryClientProvider>
)
