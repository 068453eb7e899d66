import { isAccountName, requestPattern } from '@muster/shared/account-pattern'

const key = 'muster.start'

/** Keeps, for this tab, where the person began: the address that Microsoft returns to tells nothing of it. */
export const rememberStart = (account: string, request = ''): void =>
  sessionStorage.setItem(key, `${account}/${request}`)

/** Whose enrollment is found needs no way back. */
export const forgetStart = (): void => {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // A browser that lets nobody look has kept nothing.
  }
}

/** The path where the person began, if what is kept still looks like one. */
export const rememberedStart = (): string | undefined => {
  try {
    const [account = '', request = ''] = sessionStorage.getItem(key)?.split('/') ?? []
    if (!isAccountName(account)) return undefined
    return requestPattern.test(request) ? `/${account}/${request}` : `/${account}`
  } catch {
    return undefined
  }
}
