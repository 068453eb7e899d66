import { html } from 'hono/html'
import type { Message } from '../mailbox/mailbox.ts'
import { people } from '../world/people.ts'
import { type Html, layout } from './layout.ts'

/** The portal's code in a subject: eight digits. */
export const codeIn = (subject: string): string | undefined => /\b\d{8}\b/.exec(subject)?.[0]

const spaced = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ')

const moment = (iso: string): Html => html`<time datetime="${iso}">${new Date(iso).toLocaleTimeString('en-GB')}</time>`

/** Digits large enough to read across a desk; the script adds the button that copies them. */
export const codeBlock = (code: string, shown = code): Html =>
  html`<p class="code"><span class="digits" data-copy="${code}" data-what="code">${shown}</span></p>`

const card = ({ id, to, subject, text, html: body, receivedAt }: Message): Html => {
  const code = codeIn(subject)
  return html`<li class="card message" data-id="${id}">
    <p class="meta"><span class="to">${to}</span>${moment(receivedAt)}</p>
    <h2 dir="auto">${subject}</h2>
    ${code === undefined ? '' : codeBlock(code, spaced(code))}
    <details><summary>The whole message</summary><pre dir="auto">${text}</pre>${body === '' ? '' : html`<p><a href="/demo/inbox/${id}">As mail programs show it</a></p>`}</details>
  </li>`
}

const chip = (path: string, name: string, current: boolean): Html =>
  html`<a class="chip" href="${path}" ${current ? html`aria-current="true"` : ''}>${name}</a>`

/** Everybody's mail, or one person's, newest first; it refreshes by itself. */
export const inboxPage = (messages: readonly Message[], to: string | undefined): Html => {
  const whose = to === undefined ? 'Inbox' : `Inbox of ${to}`
  const count = messages.length === 1 ? 'One message' : `${messages.length} messages`
  return layout(
    { title: whose, at: '/demo/inbox', refresh: 5 },
    html`
    <section class="narrow">
      <h1>${whose}</h1>
      <nav class="chips" aria-label="Whose mail">
        ${chip('/demo/inbox', 'Everybody', to === undefined)}
        ${people.map(({ username, mail }) => chip(`/demo/inbox?to=${mail}`, username, mail === to?.toLowerCase()))}
      </nav>
      <div id="live">
        <p role="status" class="status">${messages.length === 0 ? 'No mail yet. It appears here by itself.' : `${count}, the newest first.`}</p>
        <ol class="stack">${messages.map(card)}</ol>
      </div>
    </section>`,
  )
}
