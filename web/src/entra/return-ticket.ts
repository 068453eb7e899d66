import { requestPattern } from '@muster/shared/account-pattern'

const key = 'muster.request'

/** Characters: more than MSAL keeps for the way back. */
const roomNeeded = 16_384

/** Whether this browser lets a page remember, across the visit to Microsoft, all that it has to. */
export const canRemember = (): boolean => {
  try {
    sessionStorage.setItem('muster.probe', '1'.repeat(roomNeeded))
    sessionStorage.removeItem('muster.probe')
    return true
  } catch {
    return false
  }
}

/** Keeps the enrollment request of the link: the address that Microsoft returns to names none. */
export const rememberRequest = (request: string | undefined): void => {
  if (request === undefined) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, request)
}

/** The enrollment request that the person came with, if it still looks like one. */
export const rememberedRequest = (): string | undefined => {
  const stored = canRemember() ? sessionStorage.getItem(key) : null
  return stored !== null && requestPattern.test(stored) ? stored : undefined
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
