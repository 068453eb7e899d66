/** `ldaps://host` or `ldaps://host:port`, with a host name or an IPv4 address. */
const address =
  /^ldaps:\/\/(?=[^:]{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::(\d{1,5}))?$/i

export const isDirectoryAddress = (text: string): boolean => {
  const [matched, port = '636'] = address.exec(text) ?? []
  return matched !== undefined && Number(port) >= 1 && Number(port) <= 65_535
}

const block = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g

/** One certificate or more in PEM; each is a DER sequence (X.690), which begins so in base64. */
export const isCertificates = (text: string): boolean => {
  const bodies = [...text.matchAll(block)].map(([, body = '']) => body.replaceAll(/\s/g, ''))
  return (
    bodies.length > 0 &&
    bodies.every((body) => body.startsWith('MI')) &&
    text.split('-----BEGIN ').length === bodies.length + 1
  )
}
