import { html } from 'hono/html'
import { people } from '../world/people.ts'
import type { Html } from './layout.ts'

const mark = (there: boolean, where: string): Html =>
  there
    ? html`<span class="yes">${where}</span>`
    : html`<span class="no"><span aria-hidden="true">–</span><span class="hidden">Not in ${where}</span></span>`

/** Everybody: where they are known, what is special about them, and their mail. */
export const peopleTable = (): Html => html`<table class="people">
  <thead><tr><th scope="col">User name</th><th scope="col">Directory</th><th scope="col">Entra</th><th scope="col">What is special</th><th scope="col">Mail</th></tr></thead>
  <tbody>${people.map(
    ({ username, mail, directory, entra, about }) => html`<tr>
      <th scope="row"><code>${username}</code></th>
      <td>${mark(directory !== undefined, 'Directory')}</td>
      <td>${mark(entra !== undefined, 'Entra')}</td>
      <td class="about">${about}</td>
      <td class="mail"><a href="/demo/inbox?to=${mail}" aria-label="Inbox of ${username}">Inbox</a></td>
    </tr>`,
  )}</tbody>
</table>`
