import { systemChance } from './adapters/system.ts'
import type { Variables } from './common-config.ts'
import { readEdgeConfig } from './edge-config.ts'
import { answerPage, type Assets } from './edge-pages.ts'
import { createEdgePortal, type EdgePortal } from './edge-portal.ts'
import { apiHeaders } from './http/protection.ts'
import type { Log } from './portal.ts'

export type Bindings = Variables & { readonly ASSETS?: Assets }
export type Context = { waitUntil(work: Promise<unknown>): void }
export type Runtime = { readonly fetch: typeof globalThis.fetch; readonly log: Log }

type Assembled = { readonly portal: EdgePortal; readonly identityProviders: readonly string[] }

const isCall = (request: Request): boolean => new URL(request.url).pathname.startsWith('/api/')

/** The same words as the portal's own trouble has: who cannot be put together is not there. */
const unavailable = (): Response => {
  const problem = { type: 'urn:muster:problem:unavailable', title: 'Try again in a moment.', status: 503 }
  const body = JSON.stringify({ ...problem, code: 'unavailable', reference: systemChance.reference() })
  return new Response(body, { status: 503, headers: { 'Content-Type': 'application/problem+json' } })
}

/** Every answer of the API has its headers, also one that broke off before they were written. */
const withHeaders = (answer: Response): Response => {
  const response = new Response(answer.body, answer)
  for (const [name, value] of Object.entries(apiHeaders)) response.headers.set(name, value)
  return response
}

/** What a Worker exports. The portal is put together at the first request, and serves those that follow in its isolate. */
export const createWorker = (runtime: Runtime) => {
  let assembled: Promise<Assembled> | undefined
  const assemble = async (bindings: Bindings): Promise<Assembled> => {
    const config = readEdgeConfig(bindings)
    const simulated = config.entraEndpoints === undefined ? [] : [config.entraEndpoints]
    return {
      portal: await createEdgePortal(config, runtime),
      identityProviders: [...config.entraClouds.map((host) => `https://${host}`), ...simulated],
    }
  }
  return {
    fetch: async (request: Request, bindings: Bindings, context: Context): Promise<Response> => {
      try {
        const { portal, identityProviders } = await (assembled ??= assemble(bindings))
        if (bindings.ASSETS !== undefined && !isCall(request))
          return await answerPage(request, bindings.ASSETS, identityProviders)
        return withHeaders(await portal.fetch(request, (rest) => context.waitUntil(rest)))
      } catch (error) {
        runtime.log.error({ err: error }, 'the portal cannot serve')
        return withHeaders(unavailable())
      }
    },
    scheduled: async (_: unknown, bindings: Bindings, context: Context): Promise<void> => {
      const { portal } = await (assembled ??= assemble(bindings))
      await portal.tend((rest) => context.waitUntil(rest))
    },
  }
}
