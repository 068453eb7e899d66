import { html } from 'hono/html'
import { type Cell, cells } from '../world/account-names.ts'
import { directoryPassword, domain, entraPassword } from '../world/people.ts'
import { copyable, type Html, layout } from './layout.ts'
import { peopleTable } from './people-table.ts'
import { type Walk, walks } from './walks.ts'

/** How this world was started, for the page that explains it. */
export type WorldFacts = {
  readonly directory: 'simulated' | 'samba'
  readonly store: 'sqlite' | 'postgres'
  readonly limits: 'demo' | 'production'
}

const passwords = { directory: directoryPassword, entra: entraPassword } as const

const walkCard = ({ title, account, username, password, newPassword, shows }: Walk): Html => html`<li class="card walk">
  <h3><a href="/${account}">${title}</a></h3>
  <p class="where"><span>/${account}</span></p>
  <dl class="keys">
    <div><dt>User name</dt><dd><code>${username}</code></dd></div>
    ${password === undefined ? '' : html`<div><dt>Password</dt><dd>${copyable(passwords[password], 'password')}</dd></div>`}
    ${newPassword === undefined ? '' : html`<div><dt>New one</dt><dd>${copyable(newPassword, 'new password')}</dd></div>`}
  </dl>
  <p>${shows}</p>
</li>`

const rows = [
  ['none', 'None', 'Nobody signs in'],
  ['active-directory', 'Active Directory', 'The company’s directory'],
  ['entra-id', 'Entra ID', 'Microsoft Entra'],
  ['both', 'Both', 'Entra, and the directory where the workflow allows'],
] as const satisfies readonly (readonly [Cell['defaultAuthentication'], string, string])[]

const inWords = ({ portalFactor, entraFactor }: Cell): string =>
  `${portalFactor === 'two' ? 'two factors' : 'one factor'}${entraFactor === 'multi' ? ', Entra MFA' : ''}`

const accountLinks = (setting: Cell['defaultAuthentication'], workflow: Cell['workflow']): Html =>
  html`<ul class="links">${cells
    .filter((cell) => cell.defaultAuthentication === setting && cell.workflow === workflow)
    .map((cell) => html`<li><a href="/${cell.id}"><code>${cell.id}</code><span>${inWords(cell)}</span></a></li>`)}</ul>`

const accountsTable = (): Html => html`<table class="accounts">
  <caption class="hidden">Accounts by their authentication and workflow</caption>
  <thead><tr><td></td><th scope="col">Existing workflow<small>name and password on one page</small></th><th scope="col">New workflow<small>name first, then the password</small></th></tr></thead>
  <tbody>${rows.map(
    ([setting, name, about]) => html`<tr>
      <th scope="row">${name}<small>${about}</small></th>
      <td data-head="Existing workflow">${accountLinks(setting, 'existing')}</td>
      <td data-head="New workflow">${accountLinks(setting, 'new')}</td>
    </tr>`,
  )}</tbody>
</table>`

const factList = ({ directory, store, limits }: WorldFacts): Html => html`<ul class="facts">
  <li>The portal is the real one: the same program, the same pages, a ${store === 'sqlite' ? 'SQLite' : 'PostgreSQL'} store that is made anew at each start.</li>
  <li>The directory is ${directory === 'samba' ? 'a real Samba domain controller' : 'simulated, over LDAPS'}, and locks after ten wrong passwords. Restart the demo to put everybody back.</li>
  <li>Entra, its approvals and its text messages are simulated. No mail leaves this machine: all of it is in the <a href="/demo/inbox">inbox</a>.</li>
  <li>${limits === 'demo' ? 'Rate limits are a hundred times wider than in production.' : 'Rate limits are those of production.'} Tries per code, and wrong passwords that may reach the directory, are never relaxed.</li>
</ul>`

/** What this is, what to try, every account and everybody in it. */
export const homePage = (facts: WorldFacts): Html =>
  layout(
    { title: 'Start', at: '/' },
    html`
    <section class="hero">
      <h1>Enroll a device, in every way there is.</h1>
      <p>This is Muster with a small company around it: a directory, Microsoft Entra, mail and a phone, all on this machine and all made up. Take a walk below, or open any account.</p>
      <p>Codes by e‑mail come to the <a href="/demo/inbox">inbox</a>, texted ones to the <a href="/demo/phone">phone</a>: keep them open in another tab.</p>
      <dl class="keys wide">
        <div><dt>Directory password, everybody’s</dt><dd>${copyable(directoryPassword, 'directory password')}</dd></div>
        <div><dt>Entra password, everybody’s</dt><dd>${copyable(entraPassword, 'Entra password')}</dd></div>
        <div><dt>Domain</dt><dd>${copyable(domain.name, 'domain')}</dd></div>
      </dl>
    </section>
    <section aria-labelledby="walks">
      <h2 id="walks">Walks</h2>
      <ol class="cards">${walks.map(walkCard)}</ol>
    </section>
    <section aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <p class="lead">One for each cell of the enrollment rules, beside <a href="/acme"><strong>acme</strong></a>, which has everything: new workflow, both, two factors, Entra MFA, branding, terms. Two factors means a code by e‑mail; Entra MFA is Microsoft’s own.</p>
      ${accountsTable()}
    </section>
    <section aria-labelledby="people">
      <h2 id="people">People</h2>
      <p class="lead">In the directory everybody’s password is <code>${directoryPassword}</code>, in Entra <code>${entraPassword}</code>. Names work as <code>ana</code>, <code>${domain.netbios}\\ana</code> or <code>ana@${domain.name}</code>.</p>
      ${peopleTable()}
    </section>
    <section aria-labelledby="facts">
      <h2 id="facts">What is real here</h2>
      ${factList(facts)}
    </section>`,
  )
