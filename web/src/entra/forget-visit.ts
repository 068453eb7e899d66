/** Takes what MSAL kept for the way back out of the browser's storage: the request, its verifier, any token. */
export const forgetVisit = (): void => {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('msal')) sessionStorage.removeItem(key)
  } catch {
    // A browser that lets nobody look has kept nothing.
  }
}
