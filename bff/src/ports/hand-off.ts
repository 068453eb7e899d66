import type { HandOff } from '@muster/shared/step'
import type { Account } from '../domain/account.ts'
import type { StateOf } from '../domain/enrollment.ts'

/** What the device gets next. `userAgent` tells whether the browser at hand is the one that can use it, `reference` names the enrollment. */
export type MakeHandOff = (
  account: Account,
  enrolled: StateOf<'enrolled'>,
  userAgent: string,
  reference: string,
) => HandOff

/** A link as a picture to scan: a `data:` URL. */
export type RenderQr = (url: string) => string
