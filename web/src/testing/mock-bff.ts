import { type ProblemCode, problemStatus } from '@muster/shared/problem'
import type { Route } from '@muster/shared/route'
import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { http, type HttpHandler } from 'msw'

const cookieName = '__Host-enrollment'

/** One cookie, as a browser keeps it for one origin: what MSW does not do for answers made elsewhere. */
type CookieJar = { readonly keep: (setCookie: string) => void; readonly dress: (request: Request) => Request }

export const createCookieJar = (origin: string): CookieJar => {
  let kept = ''
  return {
    keep: (setCookie) => {
      const [, value] = new RegExp(`${cookieName}=([^;]*)`).exec(setCookie) ?? []
      if (value !== undefined) kept = value
    },
    dress: (request) => {
      // A page may not set these two headers, so they are put beside the request's own, which Hono reads.
      const headers = new Headers(request.headers)
      headers.set('origin', origin)
      if (kept !== '') headers.set('cookie', `${cookieName}=${kept}`)
      return Object.defineProperty(request, 'headers', { value: headers })
    },
  }
}

/** The real app answers every call of the contract: nothing is imitated, so nothing can drift. */
export const mockBff = ({ app, origin, ports }: SimulatedPortal, jar = createCookieJar(origin)): HttpHandler =>
  http.all('*/api/*', async ({ request }) => {
    const response = await app.fetch(jar.dress(request))
    jar.keep(response.headers.get('set-cookie') ?? '')
    const headers = new Headers(response.headers)
    headers.delete('set-cookie')
    // As every host does; here by the store's clock, which tests move on.
    headers.set('date', new Date(await ports.enrollments.now()).toUTCString())
    return new Response(response.body, { status: response.status, headers })
  })

/** Once, in place of the app, for faults that it does not make on demand. `route` is the contract's, so that no path can drift either. */
export const faultOn = (route: Route, answer: () => Response | Promise<Response>): HttpHandler => {
  const methods = { GET: http.get, POST: http.post, DELETE: http.delete }
  return methods[route.method](`*${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, answer, { once: true })
}

/** A problem of the contract, for {@link faultOn}. */
export const problem = (code: ProblemCode, more: { readonly retryAfter?: number } = {}): Response => {
  const status = problemStatus[code]
  return Response.json({ type: 'about:blank', title: code, status, code, reference: 'ABCD-EFGH', ...more }, { status })
}
