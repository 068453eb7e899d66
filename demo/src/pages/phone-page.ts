import { html } from 'hono/html'
import type { TextMessage } from '../entra/entra-options.ts'
import { codeBlock } from './inbox-page.ts'
import { type Html, layout } from './layout.ts'

const bubble = ({
  person,
  code,
  sentAt,
}: TextMessage): Html => html`<li class="card message" data-id="${sentAt.toISOString()}">
  <p class="meta"><span class="to">To ${person.name}’s phone</span><time datetime="${sentAt.toISOString()}">${sentAt.toLocaleTimeString('en-GB')}</time></p>
  <p>Use this code for the simulated Microsoft Entra sign-in:</p>
  ${codeBlock(code)}
</li>`

/** The text messages that the simulated Entra sent, newest first; it refreshes by itself. */
export const phonePage = (messages: readonly TextMessage[]): Html =>
  layout(
    { title: 'Phone', at: '/demo/phone', refresh: 5 },
    html`
    <section class="narrow">
      <h1>Phone</h1>
      <p class="lead">Text messages from the simulated Entra: noa gets one at every sign-in, everybody’s phone is this page. Approvals, such as mia’s, happen on the sign-in page itself.</p>
      <div id="live">
        <p role="status" class="status">${messages.length === 0 ? 'No text message yet. It appears here by itself.' : 'The newest first.'}</p>
        <ol class="stack">${messages.map(bubble)}</ol>
      </div>
    </section>`,
  )
