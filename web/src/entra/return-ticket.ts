import { requestPattern } from '@muster/shared/account-pattern'

const key = 'muster.request'

/** Keeps the enrollment request of the link: the address that Microsoft returns to names none. */
export const rememberRequest = (request: string | undefined): void => {
  if (request === undefined) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, request)
}

/** The enrollment request that the person came with, if it still looks like one. */
export const rememberedRequest = (): string | undefined => {
  try {
    const stored = sessionStorage.getItem(key)
    return stored !== null && requestPattern.test(stored) ? stored : undefined
  } catch {
    return undefined
  }
}

/**
 * Takes Entra's answer out of the address at once, before anything else can read, log or bookmark it.
 * Gives `''` where there is none.
 */
export const takeResponse = (): string => {
  const response = window.location.hash
  if (response !== '') window.history.replaceState(null, '', window.location.pathname)
  return response
}
