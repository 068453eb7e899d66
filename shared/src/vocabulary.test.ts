import { expect, test } from 'vitest'
import { AuthenticationType, DefaultAuthentication, Ownership, Platform, Proof, Workflow } from './vocabulary.ts'

test.each([
  ['workflow', Workflow, ['existing', 'new']],
  ['authentication type', AuthenticationType, ['active-directory', 'entra-id']],
  ['default authentication', DefaultAuthentication, ['none', 'active-directory', 'entra-id', 'both']],
  ['platform', Platform, ['ios', 'android', 'windows']],
  ['ownership', Ownership, ['personal', 'corporate']],
  ['proof', Proof, ['password', 'entra', 'entra-mfa', 'email-code']],
] as const)('%s: the published words and no others', (_name, words, published) => {
  expect(words.options).toEqual(published)
  expect(words.safeParse('other').success).toBe(false)
})
