import { expect, test } from 'vitest'
import {
  Ask,
  AuthenticationType,
  DefaultAuthentication,
  Ownership,
  PasswordNote,
  Platform,
  Proof,
  Workflow,
} from './vocabulary.ts'

test.each([
  ['workflow', Workflow, ['existing', 'new']],
  ['authentication type', AuthenticationType, ['active-directory', 'entra-id']],
  ['default authentication', DefaultAuthentication, ['none', 'active-directory', 'entra-id', 'both']],
  ['platform', Platform, ['ios', 'android', 'windows']],
  ['ownership', Ownership, ['personal', 'corporate']],
  [
    'ask',
    Ask,
    ['name', 'credentials', 'sign-in', 'password', 'microsoft', 'microsoft-approval', 'email-code', 'device'],
  ],
  ['password note', PasswordNote, ['changed', 'unconfirmed']],
  ['proof', Proof, ['password', 'entra', 'entra-mfa', 'email-code']],
] as const)('%s: the published words and no others', (_name, words, published) => {
  expect(words.options).toEqual(published)
  expect(words.safeParse('other').success).toBe(false)
})
