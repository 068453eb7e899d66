import type { HandOff } from '@muster/shared/step'
import type { Platform } from '@muster/shared/vocabulary'
import { renderSVG } from 'uqr'
import { parseTemplate } from 'url-template'
import type { MakeHandOff } from '../ports/hand-off.ts'

/** Other browsers on iOS and Macs, and apps' own, also those that call themselves Safari. */
const notSafari = /CriOS|FxiOS|EdgiOS|OPiOS|OPT\/|DuckDuckGo|GSA\/|FBAN|FBAV|Instagram|Line\/|Chrome|Chromium|Edg\//

/** Safari is the only browser that a profile can be installed from. An iPad's says that it is a Mac's. */
const isSafari = (userAgent: string): boolean =>
  /iPhone|iPad|iPod|Macintosh/.test(userAgent) &&
  /Version\/[\d.]+.* Safari\//.test(userAgent) &&
  !notSafari.test(userAgent)

const extras = (platform: Platform, url: string, userAgent: string): Pick<HandOff, 'qr' | 'browserHint'> => {
  // A Windows PC is set up where its page is open; a phone is often enrolled from a PC.
  if (platform === 'windows') return {}
  const qr = `data:image/svg+xml,${encodeURIComponent(renderSVG(url, { border: 2 }))}`
  return platform === 'android' || isSafari(userAgent) ? { qr } : { qr, browserHint: 'safari' }
}

/** The administrator's own link for the platform, its RFC 6570 template filled in and escaped. */
export const makeHandOffLinks: MakeHandOff = (account, { user, device }, userAgent, reference) => {
  const template = account.handOff[device.platform]
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
