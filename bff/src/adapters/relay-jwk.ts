import * as z from 'zod/mini'

const coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))

/** A key on the curve P-256 (RFC 7518 section 6.2), named by its thumbprint (RFC 7638). */
export const PublicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  kid: coordinate,
})
export const PrivateJwk = z.extend(PublicJwk, { d: coordinate })
export type PublicJwk = z.infer<typeof PublicJwk>
export type PrivateJwk = z.infer<typeof PrivateJwk>

export const publicOf = ({ d: _, ...jwk }: PrivateJwk): PublicJwk => jwk
