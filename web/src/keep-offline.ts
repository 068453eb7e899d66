/** What a browser asks for before it takes an address of a script (Trusted Types), as far as it is used here. */
type Policies = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: () => string },
  ) => { readonly createScriptURL: (input: string) => string }
}
declare global {
  // Not in TypeScript's own list of what a browser has.
  var trustedTypes: Policies | undefined
}

const worker = '/service-worker.js'

/**
 * Lets the service worker keep the first page's files, so that without a network our own page says so. Once everything
 * has been loaded: nobody waits for it, and where it cannot be (private windows, old browsers) nothing is missed.
 */
export const keepOffline = (): void => {
  const register = () => {
    const policy = globalThis.trustedTypes?.createPolicy('service-worker', { createScriptURL: () => worker })
    navigator.serviceWorker?.register(policy?.createScriptURL('') ?? worker).catch(() => undefined)
  }
  window.addEventListener('load', register, { once: true })
}
