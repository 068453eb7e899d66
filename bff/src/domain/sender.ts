/** `Name <address>`, `"Name" <address>` or an address (RFC 5322 section 3.4) → as people see it: `Name (address)`. */
export const shownSender = (from: string): string => {
  const [, name = '', address] = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/.exec(from) ?? []
  if (address === undefined) return from.trim()
  return name === '' ? address.trim() : `${name} (${address.trim()})`
}
