import type { Step } from '@muster/shared/step'
import { type BodyOf, type Call, routes, type StepCall } from './calls.ts'
import { call } from './client.ts'

/** What an enrollment link says. */
export type EnrollmentLink = { readonly account: string; readonly request?: string }

/** Where an enrollment stands: its step, and the server's tag for just that (decision 0011). */
export type Standing = { readonly step: Step; readonly tag: string | undefined }

/** One call whose reply is the step. */
export const callForStep = async <N extends StepCall>(
  route: Call<N, typeof Step>,
  body?: BodyOf<N>,
  extras?: Parameters<typeof call>[2],
): Promise<Standing> => {
  const { reply, tag } = await call(route, body, extras)
  return { step: reply, tag }
}

/** Sent with what a person entered: it is meant for the step they saw, and for no other (RFC 9110 section 13.1.1). */
export const ifMatch = (tag: string | undefined): Record<string, string> =>
  tag === undefined ? {} : { 'if-match': tag }

/** Opens anew. The read tells whether the browser keeps the cookie: without it each page would only lead back here. */
export const reopen = async (link: EnrollmentLink): Promise<Standing> => {
  await callForStep(routes.open, link)
  return callForStep(routes.current)
}
