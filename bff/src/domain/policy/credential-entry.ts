import type { AuthenticationType, Workflow } from '@muster/shared/vocabulary'

/** Table 1, where credentials are entered: what our first page asks, and who asks for the password. */
// Laid out as it is published:
// oxfmt-ignore
export const credentialEntry = {
  //                    existing                                                                      new
  'active-directory': { existing: { firstPage: 'credentials', password: 'first-page' }, new: { firstPage: 'identify', password: 'next-page' } },
  'entra-id':         { existing: { firstPage: 'credentials', password: 'first-page' }, new: { firstPage: 'identify', password: 'microsoft' } },
} as const satisfies Record<AuthenticationType, Record<Workflow, { firstPage: 'credentials' | 'identify'; password: string }>>
