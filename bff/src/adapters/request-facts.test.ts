import { expect, test } from 'vitest'
import { createRequestFacts } from './request-facts.ts'

test('each request has its own facts, whatever goes on beside it; outside of any there are none', async () => {
  const facts = createRequestFacts()
  const { promise: both, resolve: go } = Promise.withResolvers<void>()
  const one = (reference: string) =>
    facts.within(`request-${reference}`, async () => {
      facts.note({ reference })
      await both
      return facts.present()
    })
  const answers = Promise.all([one('K7QM-4XTB'), one('ABCD-EFGH')])
  facts.note({ reference: 'of nobody' })
  go()
  expect(await answers).toEqual([
    { request: 'request-K7QM-4XTB', reference: 'K7QM-4XTB' },
    { request: 'request-ABCD-EFGH', reference: 'ABCD-EFGH' },
  ])
  expect(facts.present()).toBeUndefined()
})

test.each([['ana@corp.example.test'], ['short'], ['x'.repeat(65)], ['two words!'], ['line\nbreak-1']])(
  'what %j names is no request: it gets a number of its own',
  async (given) => {
    const facts = createRequestFacts()
    const { request } = (await facts.within(given, async () => facts.present())) ?? {}
    expect(request).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
  },
)
