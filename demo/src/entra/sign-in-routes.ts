import { randomInt } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { errors, type Provider } from 'oidc-provider'
import type { EntraWorld } from './entra-world.ts'
import { readClaimsRequest } from './claims-request.ts'
import { describeFailure } from './entra-errors.ts'
import type { Person, RefusalNumber } from './entra-options.ts'
import { pageHeaders } from './page-headers.ts'
import { checkPassword } from './people.ts'
import { approvalPage, codePage, failurePage, passwordPage, type Mistake } from './sign-in-pages.ts'
import { refusalPage } from './refusal-page.ts'

type SignInContext = Context<{ Bindings: HttpBindings }>
/** After the password: which second factor is being waited for. */
type Waiting = { readonly person: Person } & (
  | { readonly for: 'approval'; readonly number: number }
  | { readonly for: 'sms'; readonly code: string }
  | { readonly for: 'refusal'; readonly number: RefusalNumber }
)

const words: Record<50034 | 50126, Mistake> = {
  50034: {
    number: 50034,
    text: 'This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.',
  },
  50126: {
    number: 50126,
    text: 'Your account or password is incorrect. If you don’t remember your password, contact your admin.',
  },
}
const wrongCode: Mistake = {
  number: 500121,
  text: 'You didn’t enter the expected verification code. Please try again.',
}

/**
 * The pages between an authorization request and its answer: password, then approval or text code where wanted.
 * Every form is a plain POST; the request is found by the cookie that oidc-provider set for exactly this path.
 */
export function signInRoutes(provider: Provider, world: EntraWorld, sendText: (person: Person, code: string) => void) {
  const { options, paths, people, record } = world
  const waiting = new Map<string, Waiting>()
  const app = new Hono<{ Bindings: HttpBindings }>()

  const details = (c: SignInContext) => provider.interactionDetails(c.env.incoming, c.env.outgoing)
  const asksForContext = (claims: unknown) =>
    typeof claims === 'string' && readClaimsRequest(JSON.parse(claims)).contexts.includes(options.authenticationContext)
  const actionOf = (uid: string) => `${paths.signIn}/${uid}`

  async function finish(c: SignInContext, uid: string, person: Person, amr: string[]) {
    waiting.delete(uid)
    const interaction = await details(c)
    // Somebody else was signed in: end that session, for oidc-provider would ask for a logout form with script.
    if (interaction.session !== undefined && interaction.session.accountId !== person.oid) {
      await (await provider.Session.findByUid(interaction.session.uid))?.destroy()
      interaction.session = undefined
      await interaction.persist()
    }
    const result = { login: { accountId: person.oid, amr } }
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, result), 303)
  }

  function waitForSecondFactor(uid: string, person: Person) {
    if (person.mfa !== 'sms') return void waiting.set(uid, { person, for: 'approval', number: randomInt(10, 100) })
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    waiting.set(uid, { person, for: 'sms', code })
    sendText(person, code)
  }

  function showWaiting(c: SignInContext, uid: string, wait: Waiting, mistake?: Mistake) {
    const { upn } = wait.person
    if (wait.for === 'refusal') return c.html(refusalPage(paths, actionOf(uid), upn, wait.number))
    return c.html(
      wait.for === 'approval'
        ? approvalPage(paths, actionOf(uid), upn, wait.number)
        : codePage(paths, actionOf(uid), upn, mistake),
    )
  }

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(pageHeaders(options))) c.header(name, value)
  })
  app.onError((error, c) => {
    const over = error instanceof errors.SessionNotFound
    return c.html(
      failurePage(
        paths,
        over ? 'This sign-in was already answered, or has expired.' : 'Something went wrong.',
        error.message,
      ),
      over ? 400 : 500,
    )
  })

  app.get('/:uid', async (c) => {
    const { uid, prompt, params, session } = await details(c)
    const wait = waiting.get(uid)
    if (wait !== undefined) return showWaiting(c, uid, wait)
    const signedIn = session === undefined ? undefined : people.byOid(session.accountId)
    if (signedIn !== undefined && prompt.reasons.every((reason) => reason === 'second_factor')) {
      waitForSecondFactor(uid, signedIn)
      return c.redirect(actionOf(uid), 303)
    }
    return c.html(passwordPage(paths, actionOf(uid), typeof params.login_hint === 'string' ? params.login_hint : ''))
  })

  app.post('/:uid/password', async (c) => {
    const { uid, params } = await details(c)
    const form = await c.req.parseBody()
    const username = typeof form.username === 'string' ? form.username : ''
    const person = people.byTyped(username)
    const outcome = checkPassword(person, typeof form.password === 'string' ? form.password : '')
    const refused = outcome === 'ok' ? person?.refused : undefined
    record({ kind: 'sign-in', username: person?.username ?? username, outcome: refused ?? outcome })
    if (person === undefined || outcome !== 'ok') {
      return c.html(passwordPage(paths, actionOf(uid), username, words[outcome === 'ok' ? 50034 : outcome]))
    }
    if (refused !== undefined) {
      waiting.set(uid, { person, for: 'refusal', number: refused })
      return c.redirect(actionOf(uid), 303)
    }
    if (person.mfa === undefined && !asksForContext(params.claims)) return finish(c, uid, person, ['pwd'])
    waitForSecondFactor(uid, person)
    return c.redirect(actionOf(uid), 303)
  })

  app.post('/:uid/approval', async (c) => {
    const { uid } = await details(c)
    const wait = waiting.get(uid)
    if (wait?.for !== 'approval') return c.redirect(actionOf(uid), 303)
    record({ kind: 'second-factor', username: wait.person.username, factor: 'approval', outcome: 'ok' })
    return finish(c, uid, wait.person, ['pwd', 'mfa'])
  })

  app.post('/:uid/code', async (c) => {
    const { uid } = await details(c)
    const wait = waiting.get(uid)
    if (wait?.for !== 'sms') return c.redirect(actionOf(uid), 303)
    const { code } = await c.req.parseBody()
    const right = typeof code === 'string' && code.replaceAll(' ', '') === wait.code
    record({ kind: 'second-factor', username: wait.person.username, factor: 'sms', outcome: right ? 'ok' : 500121 })
    return right ? finish(c, uid, wait.person, ['pwd', 'mfa']) : showWaiting(c, uid, wait, wrongCode)
  })

  app.post('/:uid/resend', async (c) => {
    const { uid } = await details(c)
    const wait = waiting.get(uid)
    if (wait?.for === 'sms') waitForSecondFactor(uid, wait.person)
    return c.redirect(actionOf(uid), 303)
  })

  app.post('/:uid/cancel', async (c) => {
    const { uid } = await details(c)
    const wait = waiting.get(uid)
    waiting.delete(uid)
    const number = wait?.for === 'refusal' ? wait.number : 65004
    if (number === 65004) record({ kind: 'cancelled', ...(wait && { username: wait.person.username }) })
    const result = { error: 'access_denied', error_description: describeFailure(number, new Date()) }
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, result), 303)
  })
  return app
}
