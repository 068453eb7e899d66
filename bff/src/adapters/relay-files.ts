import * as z from 'zod/mini'
import { jsonOf } from './relay-json.ts'
import { PrivateJwk, PublicJwk, publicOf } from './relay-jwk.ts'
import { freshPair } from './relay-keys.ts'

const some = <T extends z.ZodMiniType>(key: T) => z.array(key).check(z.minLength(1))
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
/** An origin; not encrypted only where it does not leave the machine. */
const origin = z.string().check(
  z.refine(
    (text) =>
      URL.canParse(text) && new URL(text).origin === text && (text.startsWith('https://') || loopback.test(text)),
    {
      error: 'must be an origin such as https://relay.acme.example, or http on localhost',
    },
  ),
)

/** What the relay knows: its own keys, and who may ask it. The first of each is in use. */
export const RelayFile = z.strictObject({
  signing: some(PrivateJwk),
  sealing: some(PrivateJwk),
  /** `url`: where the portal is, to be called upon to send its mail; none where it does that by itself. */
  portal: z.strictObject({ signing: some(PublicJwk), url: z.exactOptional(origin) }),
})
/** What the portal knows (MUSTER_RELAY_FILE): where the relay is, its public keys, and the portal's own to sign with. */
export const PortalFile = z.strictObject({
  url: origin,
  signing: some(PrivateJwk),
  relay: z.strictObject({ signing: some(PublicJwk), sealing: some(PublicJwk) }),
})
export type RelayFile = z.infer<typeof RelayFile>
export type PortalFile = z.infer<typeof PortalFile>

export type RelayFiles = { readonly relay: RelayFile; readonly portal: PortalFile }

/** @throws with the fields that are wrong, and never what stands in them. */
export const parseRelayFile = <F>(schema: z.ZodMiniType<F>, text: string): F => {
  const parsed = schema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`)
  throw new Error(`${faults.join('; ')}; "muster relay init" makes these files`)
}

/** Both ends' files for the keys given. */
const filesOf = (
  ours: { readonly signing: PrivateJwk; readonly sealing: PrivateJwk; readonly portal: PrivateJwk },
  urls: { readonly relay: string; readonly portal?: string },
): RelayFiles => ({
  relay: {
    signing: [ours.signing],
    sealing: [ours.sealing],
    portal: { signing: [publicOf(ours.portal)], ...(urls.portal === undefined ? {} : { url: urls.portal }) },
  },
  portal: {
    url: urls.relay,
    signing: [ours.portal],
    relay: { signing: [publicOf(ours.signing)], sealing: [publicOf(ours.sealing)] },
  },
})

/** Fresh keys for a relay at `relay`, which calls upon the portal at `portal`, if anywhere. */
export const freshRelayFiles = async (urls: {
  readonly relay: string
  readonly portal?: string
}): Promise<RelayFiles> => {
  const [signing, sealing, portal] = await Promise.all([
    freshPair('signing'),
    freshPair('sealing'),
    freshPair('signing'),
  ])
  return filesOf({ signing, sealing, portal }, urls)
}
