import type { PublicProfile } from '@muster/shared/public-profile'
import type { HandOff, RefusalCode, StepKind, StepOf } from '@muster/shared/step'
import type { Platform } from '@muster/shared/vocabulary'
import { momentIn } from './wire.ts'

/** An account as most are: a color of its own, no logo, all ways to the help desk. */
export const corpProfile: PublicProfile = {
  name: 'Corp Industries',
  workflow: 'new',
  domain: 'corp.example.test',
  platforms: ['ios', 'android', 'windows'],
  support: {
    name: 'Corp help desk',
    email: 'help@corp.example.test',
    phone: '+1 555 0100',
    url: 'https://help.corp.example.test/',
  },
  branding: { accent: '#0f6b5c' },
}

/** The longest way: a password of the directory's, then a mailed code. */
const asks: StepOf<'identify'>['progress']['asks'] = ['name', 'password', 'email-code', 'device']
const viaMicrosoft: typeof asks = ['name', 'microsoft', 'email-code', 'device']

const common = {
  reference: 'K7QM-4XTB',
  account: { id: 'corp', name: 'Corp Industries' },
  workflow: 'new' as const,
  factors: { counted: 0, proven: [] },
  progress: { at: 1, of: 4, asks },
  expiresAt: momentIn(20 * 60),
}

/** One person's way through the portal, step by step. */
export const steps: { readonly [K in Exclude<StepKind, 'refused' | 'enrolled'>]: StepOf<K> } = {
  identify: { kind: 'identify', ...common, domain: 'corp.example.test' },
  credentials: {
    kind: 'credentials',
    ...common,
    workflow: 'existing',
    domain: 'corp.example.test',
    progress: { at: 1, of: 3, asks: ['credentials', 'email-code', 'device'] },
  },
  password: {
    kind: 'password',
    ...common,
    progress: { at: 2, of: 4, asks },
    username: 'ana.lindqvist',
    domain: 'corp.example.test',
  },
  'new-password': { kind: 'new-password', ...common, progress: { at: 2, of: 4, asks } },
  'entra-sign-in': {
    kind: 'entra-sign-in',
    ...common,
    progress: { at: 2, of: 4, asks: viaMicrosoft },
    authority: 'https://login.microsoftonline.com/7b2f6e0c-8f4e-4c60-9a55-2f2a4a3f1d10',
    clientId: '4f8c1e52-0c5b-4b43-9f4d-3f0d8a8c2b11',
    scopes: ['openid'],
    nonce: 'n-0S6_WzA2Mj',
    loginHint: 'ana.lindqvist@corp.example.test',
  },
  'email-code': {
    kind: 'email-code',
    ...common,
    factors: { counted: 0, proven: ['password'] },
    progress: { at: 3, of: 4, asks },
    sentTo: 'a•••••••••••t@corp.example.test',
    delivery: 'sent',
    codeNumber: 1,
    from: 'Corp Industries <enroll@corp.example.test>',
    codeExpiresAt: momentIn(9 * 60 + 40),
    resendAt: momentIn(42),
    triesLeft: 5,
  },
  device: {
    kind: 'device',
    ...common,
    factors: { counted: 2, proven: ['password', 'email-code'] },
    progress: { at: 4, of: 4, asks },
    platforms: ['ios', 'android', 'windows'],
    suggested: 'ios',
    username: 'ana.lindqvist',
    domain: 'corp.example.test',
  },
  expired: { kind: 'expired', ...common },
}

export const refused = (
  code: RefusalCode,
  why: Pick<StepOf<'refused'>, 'reason' | 'details'> = {},
): StepOf<'refused'> => ({
  kind: 'refused',
  ...common,
  code,
  support: corpProfile.support,
  ...why,
})

export const terms = {
  version: '2026-09',
  url: 'https://corp.example.test/device-terms',
  text: `Corp Industries manages this device to keep company data safe.

What we can see: the model, the operating system, and the apps that we installed.
What we cannot see: your photos, your messages, your location, and your own apps.
What we can do: lock the device, and remove company data when you leave or lose it.

Keep a screen lock, install updates within two weeks, and tell the help desk on the day a device is lost.`,
}

/** A square that looks like a code to scan; that it can be scanned is tested elsewhere, on a real one. */
const drawnCode = (): string => {
  const size = 33
  const inFinder = (x: number, y: number) => {
    const corner = [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ].find(([a = 0, b = 0]) => x >= a && x < a + 7 && y >= b && y < b + 7)
    if (corner === undefined) return undefined
    const ring = Math.max(Math.abs(x - (corner[0] ?? 0) - 3), Math.abs(y - (corner[1] ?? 0) - 3))
    return ring !== 2
  }
  const dark = (x: number, y: number) => inFinder(x, y) ?? (x * x * 7 + y * y * 3 + x * y * 5) % 11 < 5
  const cells = Array.from({ length: size * size }, (_, at) => [at % size, Math.floor(at / size)] as const)
  const path = cells.filter(([x, y]) => dark(x, y)).map(([x, y]) => `M${x} ${y}h1v1h-1z`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 37 37" shape-rendering="crispEdges"><rect x="-2" y="-2" width="37" height="37" fill="#fff"/><path d="${path.join('')}"/></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

export const links = {
  ios: 'https://mdm.example.test/ios/enroll?account=corp&device=6f1d2c&user=ana.lindqvist%40corp.example.test',
  android: 'https://mdm.example.test/android/enroll?account=corp&device=6f1d2c&user=ana.lindqvist%40corp.example.test',
  windows: 'ms-device-enrollment:?mode=mdm&username=ana.lindqvist%40corp.example.test',
} as const satisfies Record<Platform, string>

export const qr = drawnCode()

export const enrolled = (platform: Platform, handOff: Partial<HandOff> = {}): StepOf<'enrolled'> => ({
  kind: 'enrolled',
  ...common,
  factors: { counted: 2, proven: ['password', 'email-code'] },
  progress: { at: 4, of: 4, asks },
  device: { id: '6f1d2c', platform, name: 'Ana’s travel device', registeredAt: momentIn(-20) },
  handOff: { kind: 'link', url: links[platform], ...handOff },
})
