// Written by `node scripts/static-hosts.ts`. Do not edit.
// Cloudflare answers what is a file by itself; the rest comes here.

const returnHeaders = {
  "Cache-Control": "no-store"
}
const goneHeaders = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' https://login.microsoftonline.com; form-action 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; report-uri /api/reports; report-to csp",
  "Content-Security-Policy-Report-Only": "require-trusted-types-for 'script'; report-uri /api/reports; report-to csp",
  "Reporting-Endpoints": "csp=\"/api/reports\"",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "accelerometer=(), aria-notify=(), autoplay=(), browsing-topics=(), camera=(), captured-surface-control=(), clipboard-read=(), compute-pressure=(), cross-origin-isolated=(), deferred-fetch=(), deferred-fetch-minimal=(), digital-credentials-create=(), digital-credentials-get=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), interest-cohort=(), keyboard-map=(), language-detector=(), language-model=(), local-fonts=(), local-network=(), local-network-access=(), loopback-network=(), magnetometer=(), media-playback-while-not-visible=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), payment=(), picture-in-picture=(), private-state-token-issuance=(), private-state-token-redemption=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), summarizer=(), sync-xhr=(), translator=(), unload=(), usb=(), window-management=(), xr-spatial-tracking=(), clipboard-write=(self)",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "Vary": "Accept-Encoding",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-cache"
}
const apiHeaders = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "accelerometer=(), aria-notify=(), autoplay=(), browsing-topics=(), camera=(), captured-surface-control=(), clipboard-read=(), compute-pressure=(), cross-origin-isolated=(), deferred-fetch=(), deferred-fetch-minimal=(), digital-credentials-create=(), digital-credentials-get=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), interest-cohort=(), keyboard-map=(), language-detector=(), language-model=(), local-fonts=(), local-network=(), local-network-access=(), loopback-network=(), magnetometer=(), media-playback-while-not-visible=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), payment=(), picture-in-picture=(), private-state-token-issuance=(), private-state-token-redemption=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), summarizer=(), sync-xhr=(), translator=(), unload=(), usb=(), window-management=(), xr-spatial-tracking=(), clipboard-write=()",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "Retry-After": "5"
}

const isUnder = (path, folder) => path === folder || path.startsWith(folder + '/')

/** The call, and whose it is: believed only from a proxy that knows this Worker by more than its address (docs/static-host.md). */
const call = async (request, { pathname, search }, bff) => {
  const headers = new Headers(request.headers)
  headers.delete('traceparent')
  headers.delete('X-Request-Id')
  headers.set('X-Forwarded-For', request.headers.get('CF-Connecting-IP') ?? '')
  try {
    const { method, body } = request
    const answer = await fetch(new URL(pathname + search, bff), { method, headers, body, redirect: 'manual' })
    if (![502, 504].includes(answer.status) && answer.status < 520) return answer
  } catch {
    // Nobody is there: as below.
  }
  return new Response('Unavailable', { status: 503, headers: apiHeaders })
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url)
    if (isUnder(url.pathname, '/api')) return call(request, url, env.MUSTER_BFF)
    if (isUnder(url.pathname, '/assets')) return new Response('Not found', { status: 404, headers: goneHeaders })
    const page = await env.ASSETS.fetch(new Request(new URL('/index.html', url), request))
    if (url.pathname !== '/redirect') return page
    const back = new Response(page.body, page)
    back.headers.delete('Cross-Origin-Opener-Policy')
    for (const [name, value] of Object.entries(returnHeaders)) back.headers.set(name, value)
    return back
  },
}
