import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { TextMessage } from '../entra/entra-options.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { companyPage } from './company-page.ts'
import { homePage, type WorldFacts } from './home-page.ts'
import { inboxPage } from './inbox-page.ts'
import { demoPageHeaders } from './layout.ts'
import { phonePage } from './phone-page.ts'

/** What the demo's own pages show. */
export type DemoAppSources = {
  readonly facts: WorldFacts
  readonly mailbox: Pick<Mailbox, 'messages'>
  /** Newest first. */
  readonly textMessages: readonly TextMessage[]
}

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Browsers ask for HTML by name; programs, which take anything, get JSON. */
const wantsPage = (accept: string | undefined): boolean => accept?.includes('text/html') === true

/** The pages beside the portal: `/`, `/demo/inbox`, `/demo/phone`, `/demo/company/…`, and their styles and script. */
export const createDemoApp = ({ facts, mailbox, textMessages }: DemoAppSources): Hono => {
  const app = new Hono()
  // The portal's own icon may be gone with the portal.
  const [styles, script, icon] = [asset('demo.css'), asset('demo.js'), asset('icon.svg')]
  app.use(async (c, next) => {
    await next()
    // A mail's own page has a policy of its own.
    if (!c.res.headers.has('Content-Security-Policy'))
      for (const [name, value] of Object.entries(demoPageHeaders)) c.header(name, value)
  })
  app.get('/', (c) => c.html(homePage(facts)))
  app.get('/demo', (c) => c.redirect('/'))
  app.get('/demo/inbox', (c) => {
    const to = c.req.query('to') || undefined
    const messages = mailbox.messages(to)
    c.header('Vary', 'Accept')
    return wantsPage(c.req.header('Accept')) ? c.html(inboxPage(messages, to)) : c.json(messages)
  })
  app.get('/demo/inbox/:id', (c) => {
    const message = mailbox.messages().find(({ id }) => id === c.req.param('id'))
    if (message === undefined) return c.notFound()
    // As a mail program: its inline styles, no script, no origin.
    c.header('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    c.header('Cache-Control', 'no-store')
    c.header('X-Content-Type-Options', 'nosniff')
    return c.html(message.html)
  })
  app.get('/demo/phone', (c) => {
    c.header('Vary', 'Accept')
    if (wantsPage(c.req.header('Accept'))) return c.html(phonePage(textMessages))
    return c.json(
      textMessages.map(({ person, code, sentAt }) => ({ to: person.username, code, sentAt: sentAt.toISOString() })),
    )
  })
  // Devices carry the person's name in the query: it is not shown, and kept nowhere.
  app.get('/demo/company/:what/:action?', (c) => {
    const page = companyPage(c.req.param('what'))
    return page === undefined ? c.notFound() : c.html(page)
  })
  app.get('/demo/demo.css', (c) => c.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.get('/demo/demo.js', (c) => c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  app.get('/demo/icon.svg', (c) => c.body(icon, 200, { 'Content-Type': 'image/svg+xml' }))
  return app
}
