import * as z from 'zod/mini'
import { Support } from './public-profile.ts'

/** A page that people are sent to: of the web, or of this host. */
const PageLink = z.string().check(z.refine((url) => /^(https?:\/)?\/[^/]/i.test(url), 'is no https://… and no /path'))
const Line = z
  .string()
  .check(z.refine((text) => text.trim() !== '' && text.length <= 80, 'is empty, or longer than 80'))

/** What a deployment says of itself without being built anew: `config.json` beside `index.html`. */
export const Deployment = z.object({
  /** Whose portal it is, where no account is known. */
  name: z.exactOptional(Line),
  /** Whom people ask where no account is known. */
  support: z.exactOptional(Support),
  privacy: z.exactOptional(PageLink),
  /** Who answers for the portal: an imprint. */
  legal: z.exactOptional(PageLink),
  /** Those that people choose from, in place of all; a page passes over what it does not speak. */
  languages: z.exactOptional(z.array(z.string())),
})
export type Deployment = z.infer<typeof Deployment>
