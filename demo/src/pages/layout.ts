import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

const places = [
  ['/', 'Start'],
  ['/demo/inbox', 'Inbox'],
  ['/demo/phone', 'Phone'],
] as const

/** Headers of the demo's own pages: own styles and scripts only, never kept. */
export const demoPageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

export type Layout = {
  readonly title: string
  /** Which place of the navigation this is, by its path. */
  readonly at: string
  /** Seconds after which a browser without scripts loads the page again. */
  readonly refresh?: number
}

/** The demo's frame: everything around the portal looks alike, and unlike the portal. */
export const layout = ({ title, at, refresh }: Layout, content: Html): Html => html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} – Muster demo</title>
  <link rel="stylesheet" href="/demo/demo.css">
  <link rel="icon" href="/demo/icon.svg">
  <script type="module" src="/demo/demo.js"></script>
  ${refresh === undefined ? '' : html`<noscript><meta http-equiv="refresh" content="${String(refresh)}"></noscript>`}
</head>
<body>
  <a class="skip" href="#content">Skip to the content</a>
  <header class="top">
    <div class="bar">
      <a class="brand" href="/"><img src="/demo/icon.svg" alt="" width="28" height="28">Muster <span class="badge">demo</span></a>
      <nav aria-label="Demo">${places.map(([path, name]) => html`<a href="${path}" ${path === at ? html`aria-current="page"` : ''}>${name}</a>`)}</nav>
    </div>
  </header>
  <main id="content">${content}</main>
</body>
</html>`

/** Text to be copied: the script adds the button. */
export const copyable = (text: string, what: string): Html =>
  html`<code data-copy="${text}" data-what="${what}">${text}</code>`
