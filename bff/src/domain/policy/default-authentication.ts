import type { AuthenticationType, DefaultAuthentication, Workflow } from '@muster/shared/vocabulary'

/** Table 2, default authentication: the authorities that are tried, in order. None: authentication fails. */
// Laid out as it is published:
// oxfmt-ignore
export const authoritiesTried = {
  //                    existing                                       new
  none:               { existing: [],                                  new: [] },
  'active-directory': { existing: ['active-directory'],                new: ['active-directory'] },
  'entra-id':         { existing: ['entra-id'],                        new: ['entra-id'] },
  both:               { existing: ['entra-id', 'active-directory'],    new: ['entra-id'] },
} as const satisfies Record<DefaultAuthentication, Record<Workflow, readonly AuthenticationType[]>>
