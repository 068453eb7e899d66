import { html } from 'hono/html'
import type { EntraPaths } from './entra-paths.ts'

/** Words of a mistake, and Entra's number for it in small print. */
export type Mistake = { readonly text: string; readonly number?: number }
export type Page = ReturnType<typeof html>

/** User name (filled in from `login_hint`) and password. */
export function passwordPage(paths: EntraPaths, action: string, username: string, mistake?: Mistake): Page {
  const focusPassword = username !== ''
  return layout(
    paths,
    { heading: 'Sign in', mistake },
    html`
    <form method="post" action="${action}/password">
      <label for="username">Email or user name</label>
      <input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required ${focusPassword ? '' : 'autofocus'} ${describedBy(mistake)}>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required ${focusPassword ? 'autofocus' : ''} ${describedBy(mistake)}>
      ${buttons(action, 'Sign in')}
    </form>`,
  )
}

/** Stands in for the authenticator app: shows the number and lets the person approve here. */
export function approvalPage(paths: EntraPaths, action: string, upn: string, number: number): Page {
  return layout(
    paths,
    { heading: 'Approve sign in request', upn },
    html`
    <p>Open your Authenticator app, and enter the number shown to sign in.</p>
    <p class="number"><span class="hidden">Number to enter: </span>${String(number)}</p>
    <p class="aside">This is a demo: there is no phone. The button below stands in for entering ${String(number)} in the app.</p>
    <form method="post" action="${action}/approval">
      ${buttons(action, 'Approve')}
    </form>`,
  )
}

/** Six digits that came by text message, to be read on the demo's phone page. */
export function codePage(paths: EntraPaths, action: string, upn: string, mistake?: Mistake): Page {
  return layout(
    paths,
    { heading: 'Enter code', upn, mistake },
    html`
    <p>We texted your phone. Please enter the code to sign in.</p>
    <p class="aside">This is a demo: the message is on <a href="/demo/phone" target="_blank" rel="noopener">the demo’s phone (opens a new tab)</a>.</p>
    <form method="post" action="${action}/code">
      <label for="code">Code</label>
      <input id="code" name="code" inputmode="numeric" pattern="[0-9 ]*" maxlength="12" autocomplete="one-time-code" required autofocus ${describedBy(mistake)}>
      ${buttons(action, 'Verify')}
    </form>
    <form method="post" action="${action}/resend"><button class="link">Send a new code</button></form>`,
  )
}

/** A request that cannot go back to an app. */
export function failurePage(paths: EntraPaths, description: string, detail: string): Page {
  return layout(
    paths,
    { heading: 'Sorry, but we’re having trouble signing you in.' },
    html`
    <p>Go back to the app where you started and try again.</p>
    <p class="small">${description}<br>${detail}</p>`,
  )
}

export function signedOutPage(paths: EntraPaths): Page {
  return layout(
    paths,
    { heading: 'You signed out of your account' },
    html`<p>It’s a good idea to close all browser windows.</p>`,
  )
}

type Frame = { readonly heading: string; readonly upn?: string; readonly mistake?: Mistake | undefined }

export function layout(paths: EntraPaths, { heading, upn, mistake }: Frame, content: Page): Page {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${mistake === undefined ? '' : 'Error: '}${heading} – Simulated Microsoft Entra (demo)</title>
  <link rel="stylesheet" href="${paths.styles}">
  <link rel="icon" href="data:,">
</head>
<body>
  <main>
    <p class="brand"><strong>Simulated Microsoft Entra</strong> <span class="badge">demo</span></p>
    ${upn === undefined ? '' : html`<p class="account">${upn}</p>`}
    <h1>${heading}</h1>
    ${mistake === undefined ? '' : mistakeBox(mistake)}
    ${content}
  </main>
  <footer>This is not Microsoft. Use the demo’s passwords only.</footer>
</body>
</html>`
}

function mistakeBox({ text, number }: Mistake): Page {
  return html`<div id="mistake" class="mistake" role="alert"><p>${text}</p>${number === undefined ? '' : html`<p class="small">AADSTS${String(number)}</p>`}</div>`
}

function describedBy(mistake: Mistake | undefined): Page | string {
  return mistake === undefined ? '' : html`aria-invalid="true" aria-describedby="mistake"`
}

// The main button comes first, so that Enter presses it.
function buttons(action: string, main: string): Page {
  return html`<div class="buttons"><button class="main">${main}</button><button formaction="${action}/cancel" formnovalidate>Cancel</button></div>`
}
