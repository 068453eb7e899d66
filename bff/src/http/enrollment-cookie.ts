import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

export const cookieName = '__Host-enrollment'

/** Seconds. Longer than an enrollment may be idle, and renewed with every answer (STANDARD 4.1). */
const maxAge = 1800

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const

/** Sent twice, which no honest browser does. */
export const ambiguous = Symbol('ambiguous')

/** The cookie's value, if there is just one. */
export const readCookie = (c: Context): string | typeof ambiguous | undefined => {
  const sent = (c.req.header('cookie') ?? '').split(';').filter((pair) => pair.trim().startsWith(`${cookieName}=`))
  return sent.length > 1 ? ambiguous : getCookie(c, cookieName)
}

export const writeCookie = (c: Context, value: string): void =>
  setCookie(c, cookieName, value, { ...attributes, maxAge })

export const clearCookie = (c: Context): void => setCookie(c, cookieName, '', { ...attributes, maxAge: 0 })
