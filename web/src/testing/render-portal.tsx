import {
  createSimulatedPortal,
  type SimulatedPortal,
  type SimulatedPortalOptions,
} from '@muster/bff/testing/simulated-portal'
import { cleanup, configure, render, screen } from '@testing-library/react'
import { type UserEvent, userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import { http, type HttpHandler, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { App, portalClient } from '../app.tsx'
import { takeHandOver } from '../hand-over-code.ts'
import { fetchLaterPages } from '../steps/fetch-later.tsx'
import { createEntraStub, type Visitor } from './entra-stub.ts'
import { startLanguage } from '../messages/language.ts'
import { mockBff } from './mock-bff.ts'

/** The network of the tests: only what {@link openPortal} and `faultOn` put there answers. */
export const network = setupServer(
  // A host where the deployment says nothing of itself.
  http.get('*/config.json', () => HttpResponse.html('<!doctype html>')),
)

// jsdom has the element without its behaviour: open and closed, and the focus that goes there and comes back.
const focusBefore = new WeakMap<HTMLDialogElement, Element | null>()
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  focusBefore.set(this, document.activeElement)
  this.open = true
  this.querySelector('button')?.focus()
}
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  this.open = false
  const before = focusBefore.get(this)
  if (before instanceof HTMLElement) before.focus()
  queueMicrotask(() => this.dispatchEvent(new Event('close')))
}

// jsdom has no media either: these tests run on a screen without touch.
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  })

// As long as a busy machine takes to fetch the later pages for the first time.
configure({ asyncUtilTimeout: 10_000 })

beforeAll(async () => startLanguage())
beforeAll(() => network.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  cleanup()
  network.resetHandlers()
})
afterAll(() => network.close())

export type OpenPortal = {
  readonly portal: SimulatedPortal
  readonly user: UserEvent
  /** Waits for the page with this heading. */
  readonly page: (title: string | RegExp) => Promise<HTMLElement>
  /** Types into the field with this label. */
  readonly fill: (label: string | RegExp, text: string) => Promise<void>
  readonly press: (button: string | RegExp) => Promise<void>
  /** Delivers the mail and reads the code in the newest. */
  readonly mailedCode: () => Promise<string>
  /** Loads the page anew: only the cookie, the address and the history are left. */
  readonly reload: () => void
  /** The next visitor of Microsoft's page; else whoever was named here. */
  readonly nextVisitor: (visitor: Visitor) => void
  /** Whether the library that leads to Microsoft can be fetched. */
  readonly setDoor: (state: 'open' | 'shut') => void
}

/** Opens an address of the portal: pages, router, client, routes, use cases and policy are real, the neighbours in memory. */
export const openPortal = async (
  path: string,
  options: SimulatedPortalOptions = {},
  faults: readonly HttpHandler[] = [],
): Promise<OpenPortal> => {
  const portal = await createSimulatedPortal({ origin: window.location.origin, ...options })
  network.use(...faults, mockBff(portal))
  window.history.replaceState(null, '', path)
  let next: Visitor | undefined
  let doorIs: 'open' | 'shut' = 'open'
  const door = createEntraStub(portal, ({ loginHint }) => next ?? { username: loginHint.split('@')[0] ?? '' })
  const user = userEvent.setup()
  const openDoor = async () => {
    if (doorIs === 'shut') throw new TypeError('Failed to fetch dynamically imported module')
    return door
  }
  const load = () => render(<App client={portalClient()} openDoor={openDoor} response="" handOver={takeHandOver()} />)
  // React's `use` does not go on where a synchronous `act`, such as the library's `render`, was the first to meet it.
  await fetchLaterPages()
  load()
  return {
    portal,
    user,
    page: (title) => screen.findByRole('heading', { level: 1, name: title }),
    fill: async (label, text) => {
      const field = screen.getByLabelText(label)
      await user.clear(field)
      await user.type(field, text)
    },
    press: async (button) => user.click(await screen.findByRole('button', { name: button })),
    mailedCode: async () => {
      const [newest] = await portal.deliver()
      const [code] = /\b\d{4}[ -]?\d{4}\b/.exec(newest?.text ?? '') ?? []
      if (code === undefined) throw new Error('no code was mailed')
      return code
    },
    reload: () => {
      cleanup()
      load()
    },
    nextVisitor: (visitor) => void (next = visitor),
    setDoor: (state) => void (doorIs = state),
  }
}

/** Every page passes axe; contrast is for a browser to measure. */
export const expectAccessible = async (): Promise<void> => {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)).toEqual([])
}
