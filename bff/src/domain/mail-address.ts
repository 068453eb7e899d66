/** The only addresses that reach the mailer (STANDARD 5.5): every match was seen to give exactly one identical recipient. */
const safe =
  /^(?=.{1,64}@.{1,253}$)[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/** Whether the mailer may see it at all: at most 254 characters, of a shape that names one recipient. */
export const isSafeAddress = (address: string): boolean => address.length <= 254 && safe.test(address)

/** Domains are alike in either case, and the mailer writes them in lower case; what stands before them is its owner's. */
export const withLowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  return address.slice(0, at) + address.slice(at).toLowerCase()
}

/** Whether a code may be mailed there: a safe address in one of the given domains. */
export const isMailable = (address: string, domains: readonly string[]): boolean =>
  isSafeAddress(address) && domains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase())

/** `ana@corp.example.test` → `a•••@corp.example.test`: enough to recognise, too little to learn. */
export const masked = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}•••${address.slice(at)}`
}
