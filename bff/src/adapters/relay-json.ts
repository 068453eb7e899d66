import { fromBase64url } from './base64url.ts'

/** The value of a JSON text; undefined where it is none. */
export const jsonOf = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a compact JWS claims, before anybody has verified it. */
export const unverified = (token: string): unknown => {
  try {
    return jsonOf(new TextDecoder().decode(fromBase64url(token.split('.')[1] ?? '')))
  } catch {
    return undefined
  }
}
