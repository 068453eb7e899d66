import { canRemember } from './return-ticket.ts'

/** Takes what MSAL kept for the way back out of the browser's storage: the request, its verifier, any token. */
export const forgetVisit = (): void => {
  if (!canRemember()) return
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('msal')) sessionStorage.removeItem(key)
}
