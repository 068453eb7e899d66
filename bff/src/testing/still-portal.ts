import type { Account } from '../domain/account.ts'
import { cellAccount, cells } from './example-world.ts'
import { createSimulatedPortal, type SimulatedPortal, type SimulatedPortalOptions } from './simulated-portal.ts'

/** An account's directories where expired passwords can be changed. */
export const changeable = [
  {
    id: 'corp',
    urls: ['ldaps://dc1.corp.example.test'],
    lockoutThreshold: 10,
    passwordChange: { user: 'svc@corp.example.test', passwordFile: 'svc' },
  },
] as const

/** The account, where whoever signs in as somebody else may confirm that. */
export const confirming = (account: Account): Account =>
  account.entra === undefined ? account : { ...account, entra: { ...account.entra, mismatch: 'confirm' } }

/** A portal whose clock stands still until it is moved, with an account for every cell. */
export const stillPortal = (options: SimulatedPortalOptions = {}): Promise<SimulatedPortal> =>
  createSimulatedPortal({
    startsAt: Date.UTC(2026, 10, 24, 9),
    accounts: cells.map((cell) => cellAccount(cell, { directories: changeable })),
    ...options,
  })
