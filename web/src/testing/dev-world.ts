import { createApp } from '@muster/bff/http/app'
import { cellAccount, cells } from '@muster/bff/testing/example-world'
import { createSimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { setupWorker } from 'msw/browser'
import type { EntraDoor } from '../entra/door.ts'
import { createEntraStub } from './entra-stub.ts'
import { createCookieJar, mockBff } from './mock-bff.ts'

const cell = { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' } as const

const acme = cellAccount(cell, {
  id: 'acme',
  name: 'Acme Corporation',
  branding: { accent: '#0f6b5c' },
  terms: { version: '1', text: 'Keep a screen lock on this device.\n\nTell the help desk at once when it is lost.' },
})

/** The corner of the window that plays the mailbox: development only, so its words are in no catalogue. */
const openMailbox = (): ((text: string) => void) => {
  const corner = document.createElement('output')
  corner.style.cssText =
    'display:block;inset-block-end:0;inset-inline-end:0;z-index:9;max-inline-size:20rem;padding:.5rem .75rem;background:#222;color:#fff;font:12px/1.5 monospace;white-space:pre-line;opacity:.9'
  // On a narrow screen it stands beneath the page: over it, it would hide the button.
  corner.style.position = window.matchMedia('(width < 60rem)').matches ? 'static' : 'fixed'
  document.body.append(corner)
  return (text) => void (corner.textContent = text)
}

const welcome = [
  'Memory world: a reload forgets it.',
  '/acme, or a cell: /new-ad-2 /existing-both-1 …',
  'ana, ben (directory), eva, mia (Entra), pia (expired) …',
  'Directory-1!  Entra-1!',
].join('\n')

/**
 * The whole portal in this window: the real app on memory ports, reached through MSW. Codes show in the corner;
 * Microsoft's page is a question in the browser's own dialog.
 */
export const startDevWorld = async (): Promise<() => Promise<EntraDoor>> => {
  const show = openMailbox()
  show(welcome)
  const { origin } = window.location
  const portal = await createSimulatedPortal({
    origin,
    accounts: [acme, ...cells.map((each) => cellAccount(each))],
    onMail: () =>
      void portal
        .deliver()
        .then(([newest]) => show(newest === undefined ? welcome : `To ${newest.to.address}\n${newest.text}`)),
  })
  const jar = createCookieJar(origin)
  const app = createApp(portal.ports, {
    origin,
    trustedProxies: [],
    peerAddress: () => '127.0.0.1',
    log: (event) => console.error(event),
    // A page may neither set nor see cookies in headers: this one is caught before the answer is made.
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
  await setupWorker(mockBff({ ...portal, app }, jar)).start({ quiet: true, onUnhandledFrame: 'bypass' })
  const door = createEntraStub(portal, ({ loginHint }) => {
    const name = window.prompt('Sign in at Microsoft as', loginHint.split('@')[0])
    return name === null ? 'cancels' : { username: name }
  })
  return async () => door
}
