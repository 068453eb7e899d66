/** Who mails come from, as people see it in their mailbox and can search for it. */
export type Sender = { readonly name?: string; readonly address: string }

/** `Name <address>`, `"Name" <address>` or an address (RFC 5322 section 3.4) → its parts. */
export const senderOf = (from: string): Sender => {
  const [, name = '', address] = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/.exec(from) ?? []
  if (address === undefined) return { address: from.trim() }
  return { ...(name === '' ? {} : { name }), address: address.trim() }
}
