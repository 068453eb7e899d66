import type { EntraSettings } from './account.ts'

export type EntraCloud = EntraSettings['cloud']

const hosts: ReadonlyMap<string, EntraCloud> = new Map([
  ['global', 'login.microsoftonline.com'],
  ['us', 'login.microsoftonline.us'],
  ['china', 'login.partner.microsoftonline.cn'],
])

/** The hosts of `global`, `us`, `china`, or some of them with commas between. @throws at any other word. */
export const cloudsNamed = (text: string): readonly EntraCloud[] => {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (names.length === 0) throw new Error('names no cloud; write global, us, china')
  return [...new Set(names)].map((name) => {
    const host = hosts.get(name)
    if (host === undefined) throw new Error(`"${name}" is none of global, us, china`)
    return host
  })
}

type WithCloud = { readonly id: string; readonly entra?: { readonly cloud: EntraCloud } }

/** Accounts whose people could not sign in: pages of this deployment may not reach their cloud (STANDARD 4.6). */
export const outsideClouds = <A extends WithCloud>(
  accounts: readonly A[],
  clouds: readonly EntraCloud[],
): readonly A[] => accounts.filter(({ entra }) => entra !== undefined && !clouds.includes(entra.cloud))
