import {
  type AuthenticationResult,
  type IPublicClientApplication,
  InteractionRequiredAuthError,
  PublicClientApplication,
  ServerError,
} from '@azure/msal-browser'
import type { EntraDoor, EntraStep, SignInOutcome } from './door.ts'

const applicationFor = async ({
  clientId,
  authority,
  authorityMetadata,
}: EntraStep): Promise<IPublicClientApplication> => {
  const application = new PublicClientApplication({
    auth: {
      clientId,
      authority,
      knownAuthorities: [],
      redirectUri: `${window.location.origin}/redirect`,
      ...(authorityMetadata === undefined ? {} : { authorityMetadata }),
    },
    // Memory does not survive the redirect; the other tabs have no business with it.
    cache: { cacheLocation: 'sessionStorage' },
  })
  await application.initialize()
  return application
}

const leave: EntraDoor['leave'] = async (step) => {
  const application = await applicationFor(step)
  await application.clearCache()
  await application.loginRedirect({
    scopes: step.scopes,
    nonce: step.nonce,
    loginHint: step.loginHint,
    ...(step.domainHint === undefined ? {} : { domainHint: step.domainHint }),
    ...(step.prompt === undefined ? {} : { prompt: step.prompt }),
    ...(step.claims === undefined ? {} : { claims: step.claims }),
  })
}

/** The AADSTS numbers in Entra's own description, for the support desk. */
const errorCodesIn = (description: string): readonly number[] =>
  [...description.matchAll(/AADSTS(\d{4,9})/g)].map(([, digits]) => Number(digits)).slice(0, 10)

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

const guidAfter = (name: string, description: string): string | undefined =>
  new RegExp(`${name}: (${guid})`, 'i').exec(description)?.[1]

/** What Entra's description ends with for its support. */
const tracesIn = (description: string): { traceId?: string; correlationId?: string } => {
  const traceId = guidAfter('Trace ID', description)
  const correlationId = guidAfter('Correlation ID', description)
  return { ...(traceId === undefined ? {} : { traceId }), ...(correlationId === undefined ? {} : { correlationId }) }
}

const outcomeOf = ({ idToken, accessToken, account }: AuthenticationResult, step: EntraStep): SignInOutcome => {
  // Unless a scope of our API was asked for, Entra's access token is for somebody else and stays here.
  const ours = step.scopes.some((scope) => scope.includes('/'))
  return {
    kind: 'signed-in',
    idToken,
    username: account.username,
    ...(ours && accessToken !== '' ? { accessToken } : {}),
  }
}

const outcomeOfFailure = (failure: unknown): SignInOutcome =>
  // Only these two carry an OAuth error of Entra's; the rest is the network, or a visit that began elsewhere.
  failure instanceof ServerError || failure instanceof InteractionRequiredAuthError
    ? {
        kind: 'failed',
        error: failure.errorCode || 'unknown_error',
        errorCodes: errorCodesIn(failure.errorMessage),
        ...tracesIn(failure.errorMessage),
      }
    : { kind: 'interrupted' }

const redeem = async (step: EntraStep, response: string): Promise<SignInOutcome> => {
  const application = await applicationFor(step)
  try {
    const result = await application.handleRedirectPromise({ hash: response, navigateToLoginRequestUrl: false })
    return result === null ? { kind: 'interrupted' } : outcomeOf(result, step)
  } finally {
    await application.clearCache()
  }
}

const comeBack: EntraDoor['comeBack'] = async (step, response) => {
  try {
    return response === '' ? { kind: 'interrupted' } : await redeem(step, response)
  } catch (failure) {
    return outcomeOfFailure(failure)
  }
}

/** The only door to `@azure/msal-browser`. */
export const door: EntraDoor = { leave, comeBack }
