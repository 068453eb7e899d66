/** A way through the demo worth taking: what to do, and what it shows. */
export type Walk = {
  readonly title: string
  readonly account: string
  readonly username: string
  /** Which of the two passwords is meant; absent where none is asked for. */
  readonly password?: 'directory' | 'entra'
  /** What to choose where a new one is wanted. */
  readonly newPassword?: string
  readonly shows: string
}

/** In the order in which they teach most. */
export const walks: readonly Walk[] = [
  {
    title: 'Password, then a code by e‑mail',
    account: 'new-ad-2',
    username: 'ana',
    password: 'directory',
    shows: 'The name on one page, the password on the next. The code lands in the inbox.',
  },
  {
    title: 'Three factors',
    account: 'acme',
    username: 'mia',
    password: 'entra',
    shows:
      'Microsoft’s page, her approval there, and our code by e‑mail. With branding, terms, and the choice of ownership.',
  },
  {
    title: 'A code on the phone',
    account: 'new-entra-2',
    username: 'noa',
    password: 'entra',
    shows: 'Entra texts a code to the phone first. Ours comes by e‑mail after it.',
  },
  {
    title: 'Both, new workflow: refused',
    account: 'new-both-1',
    username: 'ben',
    password: 'directory',
    shows: 'Ben is not in Entra. Cancel on Microsoft’s page: that failure is final, the directory is never asked.',
  },
  {
    title: 'Both, existing workflow: let in',
    account: 'existing-both-1',
    username: 'ben',
    password: 'directory',
    shows: 'The same Ben, all on one page: Entra turns him down, so the directory is asked next.',
  },
  {
    title: 'Nobody can sign in',
    account: 'new-none-1',
    username: 'ana',
    shows: 'No authentication is set up. Everybody is refused, and told whom to ask.',
  },
  {
    title: 'An expired password',
    account: 'new-ad-1',
    username: 'pia',
    password: 'directory',
    newPassword: 'Quite-another-1!',
    shows:
      'She chooses a new one here, which holds until the demo is started anew. The two-factor accounts send people to the company’s own page: there take max.',
  },
  {
    title: 'Blocked by Conditional Access',
    account: 'new-entra-1',
    username: 'cas',
    password: 'entra',
    shows: 'Microsoft lets her no further, and our page says why. Try nic and una too, here or in existing-entra-1.',
  },
  {
    title: 'Approval that no form can give',
    account: 'existing-entra-1',
    username: 'mia',
    password: 'entra',
    shows: 'The existing workflow checks Entra passwords itself and cannot do MFA: it says so, and never lets her in.',
  },
]
