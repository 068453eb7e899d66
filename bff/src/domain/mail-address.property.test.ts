import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { isSafeAddress, withLowerDomain } from './mail-address.ts'

// Builds a mail as it would be sent, and sends it nowhere
const transport = createTransport({ streamTransport: true })

/** Where nodemailer would send a mail to this address, told as the mailer tells it. */
const recipientsOf = async (address: string): Promise<readonly string[]> => {
  const { envelope } = await transport.sendMail({
    from: 'no-reply@example.test',
    to: { name: 'Ana', address },
    subject: 'x',
    text: 'x',
  })
  return envelope.to
}

const hostile = [
  ...`,;:<>()[]"\\@ \t\r\n\0|!#$&*/=?^{}~\u00a0\u200b\u3000\uff20\u212aéа😀`,
  '=?utf-8?q?a?=',
  '\r\nRCPT TO:<eve@evil.test>',
  ' <eve@evil.test>',
  ',eve@evil.test',
]
const local = fc.stringMatching(/^[A-Za-z0-9_%+'-]{1,12}(\.[A-Za-z0-9_%+'-]{1,12}){0,3}$/)
const label = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?$/),
  fc.constantFrom('xn--mller-kva', 'xn--', 'xn--a', 'XN--80AK6AA92E', 'a--b', '0'),
)
const plain = fc
  .tuple(local, fc.array(label, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[A-Za-z]{2,12}$/))
  .map(([name, labels, top]) => `${name}@${[...labels, top].join('.')}`)
/** Right addresses with something put in, taken out or doubled. */
const bent = fc.tuple(plain, fc.nat(), fc.constantFrom('', 'double', ...hostile)).map(([address, at, what]) => {
  const place = at % (address.length + 1)
  const put = what === 'double' ? address.slice(place) : what
  return what === ''
    ? address.slice(0, place) + address.slice(place + 1)
    : address.slice(0, place) + put + address.slice(place)
})
const letters = fc.string({ unit: fc.constantFrom(..."aB1.@-_%+'", ...hostile), maxLength: 24 })

test('every address that is let through gives exactly one recipient: itself', async () => {
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: plain }, bent, letters), async (address) => {
      if (!isSafeAddress(address)) return
      accepted += 1
      expect(await recipientsOf(withLowerDomain(address))).toEqual([withLowerDomain(address)])
    }),
    { numRuns: 3000 },
  )
  // Were nearly everything refused, nothing would have been seen
  expect(accepted).toBeGreaterThan(1000)
})

test('nothing that a mailer or a server could read another way is let through, wherever it stands', () => {
  fc.assert(
    fc.property(plain, fc.nat(), fc.constantFrom(...hostile), (address, at, what) => {
      const place = at % (address.length + 1)
      expect(isSafeAddress(address.slice(0, place) + what + address.slice(place))).toBe(false)
    }),
    { numRuns: 2000 },
  )
})
