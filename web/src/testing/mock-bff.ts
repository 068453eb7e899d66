import { type ProblemCode, problemStatus } from '@muster/shared/problem'
import type { Route } from '@muster/shared/route'
import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { http, type HttpHandler } from 'msw'

const cookieNames = ['__Host-enrollment', '__Host-hand-over']

/** Our cookies, as a browser keeps them for one origin: what MSW does not do for answers made elsewhere. */
type CookieJar = { readonly keep: (setCookie: string) => void; readonly dress: (request: Request) => Request }

export const createCookieJar = (origin: string): CookieJar => {
  const kept = new Map<string, string>()
  return {
    keep: (setCookie) => {
      for (const name of cookieNames) {
        const [, value] = new RegExp(`${name}=([^;]*)`).exec(setCookie) ?? []
        if (value === '') kept.delete(name)
        else if (value !== undefined) kept.set(name, value)
      }
    },
    dress: (request) => {
      // A page may not set these two headers, so they are put beside the request's own, which Hono reads.
      const headers = new Headers(request.headers)
      headers.set('origin', origin)
      if (kept.size > 0) headers.set('cookie', [...kept].map(([name, value]) => `${name}=${value}`).join('; '))
      return Object.defineProperty(request, 'headers', { value: headers })
    },
  }
}

/** The real app's answer to a request of the page. */
export type AnswerOf = (request: Request) => Promise<Response>

/** The real app answers every call of the contract: nothing is imitated, so nothing can drift. */
export const answersOf =
  ({ app, origin, ports }: SimulatedPortal, jar = createCookieJar(origin)): AnswerOf =>
  async (request) => {
    const response = await app.fetch(jar.dress(request))
    jar.keep(response.headers.get('set-cookie') ?? '')
    const headers = new Headers(response.headers)
    headers.delete('set-cookie')
    // As every host does; here by the store's clock, which tests move on.
    headers.set('date', new Date(await ports.enrollments.now()).toUTCString())
    return new Response(response.body, { status: response.status, headers })
  }

/** Every call there is, answered so. */
export const mockBff = (portal: SimulatedPortal, jar = createCookieJar(portal.origin)): HttpHandler => {
  const answer = answersOf(portal, jar)
  // With its origin: in development the page's own sources come from this server too, some of them below `/src/api/`.
  return http.all(`${portal.origin}/api/*`, ({ request }) => answer(request))
}

type Fault = (request: Request) => Response | Promise<Response>

/** In place of the app, for faults that it does not make on demand; `once` unless said otherwise. `route` is the contract's, so that no path can drift either. */
export const faultOn = (route: Route, fault: Fault, { once = true } = {}): HttpHandler => {
  const methods = { GET: http.get, POST: http.post, DELETE: http.delete }
  const path = `*${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
  return methods[route.method](path, ({ request }) => fault(request), { once })
}

/** A problem of the contract, for {@link faultOn}. */
export const problem = (code: ProblemCode, more: { readonly retryAfter?: number } = {}): Response => {
  const status = problemStatus[code]
  return Response.json({ type: 'about:blank', title: code, status, code, reference: 'ABCD-EFGH', ...more }, { status })
}
