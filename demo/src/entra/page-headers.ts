import type { SimulatedEntraOptions } from './entra-options.ts'

/** Headers of every page: no script, own styles only; forms may lead to where the app wants the answer. */
export function pageHeaders({ origin, redirectUris }: SimulatedEntraOptions): Record<string, string> {
  const targets = new Set([origin, ...redirectUris].map((uri) => new URL(uri).origin))
  return {
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${[...targets].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
}
