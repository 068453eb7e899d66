import type { HandOff } from '@muster/shared/step'
import { isAppleSafari, surroundingsOf } from '@muster/shared/surroundings'
import type { Platform } from '@muster/shared/vocabulary'
import { parseTemplate } from 'url-template'
import type { MakeHandOff } from '../ports/hand-off.ts'
import { renderQr } from './qr-code.ts'

const extras = (platform: Platform, url: string, userAgent: string): Pick<HandOff, 'qr' | 'browserHint'> => {
  // A Windows PC is set up where its page is open; a phone is often enrolled from a PC.
  if (platform === 'windows') return {}
  const qr = renderQr(url)
  return platform === 'android' || isAppleSafari(surroundingsOf({ userAgent })) ? { qr } : { qr, browserHint: 'safari' }
}

/** The administrator's own link for the platform, its RFC 6570 template filled in and escaped. */
export const makeHandOffLinks: MakeHandOff = (account, { user, device, handOff }, userAgent, reference) => {
  // What the account says today, so that a mended link reaches who reloads the page.
  const template = account.handOff[device.platform] ?? handOff
  if (template === undefined) throw new Error(`account ${account.id} has no hand-off for ${device.platform}`)
  const url = parseTemplate(template).expand({
    username: user.username,
    domain: user.domain,
    principal: user.principal,
    device: device.id,
    account: account.id,
    ownership: device.ownership ?? '',
    reference,
  })
  return { kind: 'link', url, ...extras(device.platform, url, userAgent) }
}
