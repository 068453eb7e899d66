import type { EntraPage } from './entra-page.ts'
import type { PortalPage } from './portal-page.ts'
import { buttons, fields, type PageName } from './portal-words.ts'

export const right = 'Directory-1!'
const fresh = 'Quite-another-1!'

/** What a page sends, how one gets to it, and how the enrollment goes on from there. */
export type Submission = {
  readonly account: string
  readonly person: string
  /** To the page that sends it, which is filled in. */
  readonly reach: (portal: PortalPage, microsoft: EntraPage, deviceName: string) => Promise<void>
  readonly send: (portal: PortalPage, microsoft: EntraPage) => Promise<void>
  readonly again: string
  /** What still stands in the fields when nothing came back. */
  readonly kept: Readonly<Record<string, string | RegExp>>
  readonly next: PageName
  readonly rest: readonly ('password' | 'code' | 'device')[]
  readonly factors: number
  readonly codes: number
}

const open = async (portal: PortalPage, account: string, ...values: readonly (readonly [string, string])[]) => {
  await portal.open(account)
  for (const [label, value] of values) await portal.field(label).fill(value)
}

const untilCode = async (portal: PortalPage): Promise<string> => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password(right)
  return portal.mailedCode('ana')
}

const pressing =
  (name: string): Submission['send'] =>
  (portal) =>
    portal.press(name)

/** By the call of the contract: each of them that a person sends. */
export const submissions: Readonly<Record<string, Submission>> = {
  identity: {
    account: 'new-ad-2',
    person: 'ana',
    reach: (portal) => open(portal, 'new-ad-2', [fields.username, 'ana']),
    send: pressing(buttons.identify),
    again: buttons.identify,
    kept: { [fields.username]: 'ana', Domain: 'corp.example.test' },
    next: 'password',
    rest: ['password', 'code', 'device'],
    factors: 2,
    codes: 1,
  },
  credentials: {
    account: 'existing-ad-2',
    person: 'ana',
    reach: (portal) => open(portal, 'existing-ad-2', [fields.username, 'ana'], [fields.password, right]),
    send: pressing(buttons.signIn),
    again: buttons.signIn,
    kept: { [fields.username]: 'ana', Domain: 'corp.example.test', [fields.password]: right },
    next: 'code',
    rest: ['code', 'device'],
    factors: 2,
    codes: 1,
  },
  password: {
    account: 'new-ad-2',
    person: 'ana',
    reach: async (portal) => {
      await portal.open('new-ad-2')
      await portal.identify('ana')
      await portal.field(fields.password).fill(right)
    },
    send: pressing(buttons.signIn),
    again: buttons.signIn,
    kept: { [fields.password]: right },
    next: 'code',
    rest: ['code', 'device'],
    factors: 2,
    codes: 1,
  },
  'new-password': {
    account: 'new-ad-1',
    person: 'pia',
    reach: async (portal) => {
      await portal.open('new-ad-1')
      await portal.identify('pia')
      await portal.password(right)
      await portal.expectPage('newPassword')
      await portal.field(fields.oldPassword).fill(right)
      await portal.field(fields.newPassword).fill(fresh)
      await portal.field(fields.repeatPassword).fill(fresh)
    },
    send: pressing(buttons.changePassword),
    again: buttons.changePassword,
    kept: { [fields.oldPassword]: right, [fields.newPassword]: fresh, [fields.repeatPassword]: fresh },
    next: 'device',
    rest: ['device'],
    factors: 1,
    codes: 0,
  },
  'entra-sign-in': {
    account: 'new-entra-2',
    person: 'ana',
    reach: async (portal, microsoft) => {
      await portal.open('new-entra-2')
      await portal.identify('ana')
      await portal.continueToMicrosoft()
      await microsoft.expectName('ana@corp.example.test')
    },
    send: (_, microsoft) => microsoft.signIn(),
    again: 'Try again',
    kept: {},
    next: 'code',
    rest: ['code', 'device'],
    factors: 2,
    codes: 1,
  },
  'email-code': {
    account: 'new-ad-2',
    person: 'ana',
    reach: async (portal) => {
      const code = await untilCode(portal)
      await portal.field(fields.code).pressSequentially(code)
    },
    send: pressing(buttons.verify),
    again: buttons.verify,
    kept: { [fields.code]: /^\d{8}$/ },
    next: 'device',
    rest: ['device'],
    factors: 2,
    codes: 1,
  },
  'email-code/resend': {
    account: 'new-ad-2',
    person: 'ana',
    reach: async (portal) => void (await untilCode(portal)),
    send: pressing(buttons.resend),
    again: buttons.resend,
    kept: {},
    next: 'code',
    rest: ['code', 'device'],
    factors: 2,
    codes: 2,
  },
  device: {
    account: 'new-ad-2',
    person: 'ana',
    reach: async (portal, _, deviceName) => {
      await portal.code(await untilCode(portal))
      await portal.expectPage('device')
      await portal.field(`${fields.deviceName} (optional)`).fill(deviceName)
    },
    send: pressing(buttons.register),
    again: buttons.register,
    kept: { [`${fields.deviceName} (optional)`]: /^Cut/ },
    next: 'enrolled',
    rest: [],
    factors: 2,
    codes: 1,
  },
}
