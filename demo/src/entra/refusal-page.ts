import { html } from 'hono/html'
import type { EntraPaths } from './entra-paths.ts'
import type { RefusalNumber } from './entra-options.ts'
import { layout, type Page } from './sign-in-pages.ts'

const words: Record<RefusalNumber, { readonly heading: string; readonly text: string }> = {
  50105: {
    heading: 'Sorry, but we’re having trouble signing you in.',
    text: 'Your administrator has blocked this application unless access to it is specifically granted to you.',
  },
  53000: {
    heading: 'You can’t get there from here',
    text: 'This application contains sensitive information and can only be accessed from devices that meet your company’s compliance policy.',
  },
  53003: {
    heading: 'You cannot access this right now',
    text: 'Your sign-in was successful but does not meet the criteria to access this resource.',
  },
}

/** The password was right, and a rule of the tenant lets nobody through; from here the answer goes back to the app. */
export function refusalPage(paths: EntraPaths, action: string, upn: string, number: RefusalNumber): Page {
  const { heading, text } = words[number]
  return layout(
    paths,
    { heading, upn },
    html`
    <p>${text}</p>
    <p class="small">AADSTS${String(number)}</p>
    <form method="post" action="${action}/cancel">
      <div class="buttons"><button class="main">Back to the app</button></div>
    </form>`,
  )
}
