import * as z from 'zod/mini'
import { Link } from './link.ts'
import { Platform, Workflow } from './vocabulary.ts'

/** Whom a person asks for help. */
export const Support = z.object({
  name: z.string(),
  email: z.exactOptional(z.string()),
  phone: z.exactOptional(z.string()),
  url: z.exactOptional(Link),
})
export type Support = z.infer<typeof Support>

/** What anybody may know of an account before saying who they are. */
export const PublicProfile = z.object({
  name: z.string(),
  workflow: Workflow,
  /** The domain that fills the field. */
  domain: z.exactOptional(z.string()),
  /** The domains to choose from, where the account offers them. */
  domains: z.exactOptional(z.array(z.string())),
  platforms: z.array(Platform),
  support: Support,
  branding: z.object({
    /** `#rrggbb` */
    accent: z.exactOptional(z.string()),
    /** Path of the account's logo, on the same origin. */
    logo: z.exactOptional(z.string()),
  }),
})
export type PublicProfile = z.infer<typeof PublicProfile>
