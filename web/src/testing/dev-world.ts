import { createApp } from '@muster/bff/http/app'
import { createSimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { setupWorker } from 'msw/browser'
import type { EntraDoor } from '../entra/door.ts'
import { devAccounts, devPeople } from './dev/accounts.ts'
import { openPanel } from './dev/panel.tsx'
import { devSettings } from './dev/settings.ts'
import { createDevWorld } from './dev/world.ts'
import { createEntraStub } from './entra-stub.ts'
import { answersOf, createCookieJar, mockBff } from './mock-bff.ts'

/** The whole portal in this window, on memory ports: the app catches its own cookies, which a page may neither set nor see. */
const createPortal = async () => {
  const { origin } = window.location
  const portal = await createSimulatedPortal({
    origin,
    accounts: devAccounts,
    people: devPeople,
    settings: devSettings,
  })
  const jar = createCookieJar(origin)
  const app = createApp(portal.ports, {
    origin,
    trustedProxies: [],
    peerAddress: () => '127.0.0.1',
    log: (event) => console.error(event),
    before: [
      async (c, next) => {
        const setHeader = c.header
        c.header = (name, value, options) => {
          if (name.toLowerCase() === 'set-cookie' && value !== undefined) jar.keep(value)
          setHeader(name, value, options)
        }
        await next()
      },
    ],
  })
  return { portal: { ...portal, app }, jar }
}

/**
 * The whole portal in this window: the real app on memory ports, reached through MSW, with a panel that plays its
 * surroundings. A reload forgets everything but what was chosen in the panel, and does that again.
 */
export const startDevWorld = async (): Promise<() => Promise<EntraDoor>> => {
  const { portal, jar } = await createPortal()
  const worker = setupWorker(mockBff(portal, jar))
  const world = createDevWorld({
    portal,
    answer: answersOf(portal, jar),
    network: worker,
    storage: sessionStorage,
    load: (path) => window.location.assign(path),
  })
  await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })
  const path = await world.resume(window.location.pathname)
  if (window.location.pathname !== path) window.history.replaceState(null, '', path)
  worker.events.on('request:end', ({ request }) => {
    world.answered(request)
    void world.readMail()
  })
  openPanel(world)
  const door = createEntraStub(portal, world.atMicrosoft)
  return async () => door
}
