import { EntraReason } from '@muster/shared/entra-refusal'
import { problemStatus } from '@muster/shared/problem'
import { RefusalCode } from '@muster/shared/step'
import { Ask } from '@muster/shared/vocabulary'
import { expect, test } from 'vitest'
import type firstWords from './en/first.json'
import firstCatalog from './en/first.json?raw'
import type laterWords from './en/later.json'
import laterCatalog from './en/later.json?raw'

const first: typeof firstWords = JSON.parse(firstCatalog)
const later: typeof laterWords = JSON.parse(laterCatalog)

test('every problem of the contract has its words, and no others', () => {
  expect([...Object.keys(first.problems), ...Object.keys(later.problems)].toSorted()).toEqual(
    Object.keys(problemStatus).toSorted(),
  )
})

test('every refusal says what happened and what to do, and Microsoft’s by its reason', () => {
  const said = { ...later.refused, ...later.refusedByMicrosoft }
  expect(Object.keys(said).toSorted()).toEqual(
    [...RefusalCode.options.filter((code) => code !== 'entra-failed'), ...EntraReason.options].toSorted(),
  )
  for (const words of Object.values(said))
    expect(words).toMatchObject({ title: expect.stringMatching(/./), text: expect.stringMatching(/./) })
  expect(JSON.stringify(later.refusedByMicrosoft)).not.toMatch(/AADSTS|\bMFA\b/)
})

test('every step that may be asked has its words', () => {
  expect(Object.keys(later.plan.asks).toSorted()).toEqual(Ask.options.toSorted())
})

test('the sentences that the standard prescribes stand word for word', () => {
  expect(first.problems['sign-in-failed']).toBe(
    "We couldn't sign you in. Check your user name, domain and password. If it keeps happening, contact your help desk. Reference {reference}.",
  )
  expect(first.problems.unavailable).toBe(
    'Our sign-in service is having trouble. Nothing was registered. Try again in a minute.',
  )
  expect(first.problems['password-expired']).toBe(
    'Your password is correct but has expired. Change it, then start again.',
  )
  expect(first.problems['password-must-change']).toBe(
    'Your password is correct but must be changed. Change it, then start again.',
  )
})

test('the e-mail verification code is never called a factor of multi-factor authentication', () => {
  const { emailCode, enrolled } = later
  expect(JSON.stringify([emailCode, enrolled.proven['email-code']])).not.toMatch(/\bMFA\b|multi-factor|two-factor/i)
})
