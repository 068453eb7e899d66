import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

export const cookieName = '__Host-enrollment'
/** What a second device waits with for the first one's word. */
export const handOverCookieName = '__Host-hand-over'

/** Seconds: the 30 minutes of STANDARD 4.1 are its 20 idle minutes and ten more, in which a page is told that it came too late. */
const maxAgeOf = (idle: number): number => Math.ceil(idle / 1000) + 600

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const

/** Sent twice, which no honest browser does. */
export const ambiguous = Symbol('ambiguous')

/** The cookie's value, if there is just one. */
export const readCookie = (c: Context, name = cookieName): string | typeof ambiguous | undefined => {
  const sent = (c.req.header('cookie') ?? '').split(';').filter((pair) => pair.trim().startsWith(`${name}=`))
  return sent.length > 1 ? ambiguous : getCookie(c, name)
}

/** `idle`: ms that the enrollment may rest from now on; the cookie lasts longer. */
export const writeCookie = (c: Context, value: string, idle: number, name = cookieName): void =>
  setCookie(c, name, value, { ...attributes, maxAge: maxAgeOf(idle) })

export const clearCookie = (c: Context, name = cookieName): void => setCookie(c, name, '', { ...attributes, maxAge: 0 })
