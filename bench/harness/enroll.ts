import { randomUUID } from 'node:crypto'
import type { SigningKeys } from '@muster/demo/entra/signing-keys'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { mintTokens } from '@muster/attack/crash/tokens'
import { Step } from '@muster/shared/step'
import type { Client, Reply } from './client.ts'
import type { MailSink } from './mail-sink.ts'

/** Whole enrollments, from the opened link to the device: by the demo's account that has these settings. */
export const flows = {
  ad: 'existing-ad-1',
  'ad+code': 'existing-ad-2',
  'ad, new workflow': 'new-ad-1',
  'ad+code, new workflow': 'new-ad-2',
  entra: 'new-entra-1',
  'entra+code': 'new-entra-2',
} as const
export type Flow = keyof typeof flows
export const isFlow = (name: string): name is Flow => Object.hasOwn(flows, name)

export type Walker = { readonly username: string; readonly oid: string }

export type Company = { readonly mail: MailSink; readonly keys: SigningKeys }

const stepIn = ({ status, text }: Reply, asked: string): Step => {
  if (status >= 300) throw new Error(`${asked} was answered ${status}: ${text}`)
  return Step.parse(JSON.parse(text))
}

/** Walks through one enrollment; the ms that each call took, by its name. @throws where it does not end with a device. */
export const enroll = async (
  client: Client,
  flow: Flow,
  { username, oid }: Walker,
  { mail, keys }: Company,
): Promise<ReadonlyMap<string, number>> => {
  const times = new Map<string, number>()
  const call = async (name: string, body: object, key?: string): Promise<Step> => {
    const reply = await client.call('POST', name === 'open' ? '/api/enrollment' : `/api/enrollment/${name}`, body, key)
    times.set(name, reply.ms)
    return stepIn(reply, name)
  }
  const names = { username, domain: domain.name }
  let step = await call('open', { account: flows[flow] })
  for (;;) {
    switch (step.kind) {
      case 'identify':
        step = await call('identity', names)
        break
      case 'credentials':
        step = await call('credentials', { ...names, password: directoryPassword })
        break
      case 'password':
        step = await call('password', { password: directoryPassword })
        break
      case 'entra-sign-in': {
        const tokens = await mintTokens(
          keys,
          { username, oid, accounts: [flows[flow]] },
          { nonce: step.nonce, acrs: step.claims !== undefined },
        )
        step = await call('entra-sign-in', { idToken: tokens.idToken, accessToken: tokens.accessToken })
        break
      }
      case 'email-code':
        step = await call('email-code', { code: await mail.codeFor(`${username}@${domain.name}`) })
        break
      case 'device':
        step = await call('device', { platform: 'ios', name: `Phone of ${username}` }, randomUUID())
        break
      case 'enrolled':
        return times
      default:
        throw new Error(`an enrollment came to ${step.kind}`)
    }
  }
}
