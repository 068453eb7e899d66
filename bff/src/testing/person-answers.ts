import type { StepOf } from '@muster/shared/step'
import { mintIdToken } from '../adapters/memory-identity-provider.ts'
import { exampleDomain, exampleTenant } from './example-world.ts'
import type { SimulatedPortal } from './simulated-portal.ts'

/** The newest code that was mailed to somebody. @throws where there is none. */
export const mailedCode = async (portal: SimulatedPortal, username = 'ana'): Promise<string> => {
  const mails = await portal.deliver()
  const mail = mails.find(({ to, text }) => to.address === `${username}@${exampleDomain}` && /\d{4} \d{4}/.test(text))
  const [, first, second] = /(\d{4}) (\d{4})/.exec(mail?.text ?? '') ?? []
  if (first === undefined || second === undefined) throw new Error(`no code was mailed to ${username}`)
  return first + second
}

/** A code that is not the mailed one. */
export const wrongCode = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

/** The token that Entra would give a person for this step. */
export const tokenFor = (
  { nonce, clientId, claims }: StepOf<'entra-sign-in'>,
  username: string,
  more: Partial<Parameters<typeof mintIdToken>[0]> = {},
): string =>
  mintIdToken({
    tid: exampleTenant,
    oid: `00000000-0000-4000-8000-${username.padStart(12, '0')}`,
    aud: clientId,
    nonce,
    preferred_username: `${username}@${exampleDomain}`,
    ...(claims === undefined ? {} : { acrs: ['c1'] }),
    ...more,
  })

export const newKey = (): Record<string, string> => ({ 'idempotency-key': crypto.randomUUID() })
