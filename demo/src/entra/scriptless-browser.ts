/** What the last request led to: a page, or the address outside the pages to which the browser was sent. */
export type Landing = { readonly status: number; readonly url: URL; readonly html: string; readonly headers: Headers }

/** A browser for tests: keeps cookies by path, follows redirects until `stopAt`, runs no script. */
export type ScriptlessBrowser = {
  open(url: string): Promise<Landing>
  /** Posts a form to an address below the current page, such as `password`. */
  submit(action: string, fields?: Record<string, string>): Promise<Landing>
  cookies(): readonly string[]
}

type Cookie = { readonly name: string; readonly value: string; readonly path: string }

export function createScriptlessBrowser(stopAt: string): ScriptlessBrowser {
  let jar: readonly Cookie[] = []
  let current = ''

  async function go(url: string, init: RequestInit = {}): Promise<Landing> {
    if (url.startsWith(stopAt)) return { status: 200, url: new URL(url), html: '', headers: new Headers() }
    const { pathname } = new URL(url)
    const sent = jar.filter(
      ({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
    )
    const cookie = sent.map(({ name, value }) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: cookie === '' ? {} : { cookie } })
    jar = response.headers
      .getSetCookie()
      .map((line) => parseCookie(line, pathname))
      .reduce(put, jar)
    const location = response.headers.get('location')
    if (location !== null) return go(new URL(location, url).href)
    current = url
    return { status: response.status, url: new URL(url), html: await response.text(), headers: response.headers }
  }

  return {
    open: (url) => go(url),
    submit: (action, fields = {}) => {
      // Every page of one sign-in is at …/sign-in/{uid}, after a mistake with the form's name behind it.
      const page = /^.*\/sign-in\/[^/?#]+/.exec(current)?.[0] ?? current
      return go(`${page}/${action}`, { method: 'POST', body: new URLSearchParams(fields) })
    },
    cookies: () => jar.map(({ name }) => name),
  }
}

function parseCookie(line: string, pathname: string): Cookie {
  const [pair = '', ...attributes] = line.split(/;\s*/)
  const [name = '', value = ''] = pair.split('=')
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? pathname
  const gone = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute))
  return { name, value: gone ? '' : value, path }
}

function put(jar: readonly Cookie[], cookie: Cookie): readonly Cookie[] {
  const others = jar.filter(({ name, path }) => name !== cookie.name || path !== cookie.path)
  return cookie.value === '' ? others : [...others, cookie]
}
