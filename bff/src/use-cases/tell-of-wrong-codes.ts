import type { LimitName } from '../domain/limits.ts'
import type { OutboxMail } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { composeWrongCodesMail } from './compose-mail.ts'
import type { Session } from './session.ts'

const windows = {
  hour: { mark: 'told-of-wrong-codes-per-hour', usefulFor: 3_600_000 },
  day: { mark: 'told-of-wrong-codes-per-day', usefulFor: 24 * 3_600_000 },
} as const satisfies Record<string, { readonly mark: LimitName; readonly usefulFor: number }>

/**
 * Tells a person that the code step is shut for them (STANDARD 5.3), once in the window of the limit that was met.
 * `to` is where their codes go, `userKey` whom the limit counts.
 */
export const wrongCodesMail = async (
  { limiter, chance, keys, settings, wordsIn }: Ports,
  { account, caller, stored }: Session,
  to: string,
  userKey: string,
): Promise<OutboxMail> => {
  const { ok: hourOnly } = await limiter.peek(['wrong-codes-per-day'], userKey, settings.rateFactor)
  const window = hourOnly ? 'hour' : 'day'
  const id = chance.id()
  const { reference, invitation } = stored.enrollment
  const platform = invitation?.platform ?? caller.platform
  const mail = composeWrongCodesMail({
    id,
    to,
    account,
    words: wordsIn(caller.language),
    english: wordsIn('en'),
    reference,
    at: stored.now,
    window,
    ...(platform === undefined ? {} : { platform }),
  })
  const { mark, usefulFor } = windows[window]
  return { id, sealed: await keys.seal(JSON.stringify(mail)), usefulFor, once: { mark, key: userKey } }
}
