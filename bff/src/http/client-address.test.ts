import { describe, expect, test } from 'vitest'
import { clientAddress, countedAddress, isWithin, networkFault } from './client-address.ts'

const trusted = ['10.0.0.0/8', '2001:db8:1::/48', '127.0.0.1']

describe('the client’s address', () => {
  test.each([
    ['nobody in front', '192.0.2.7', undefined, '192.0.2.7'],
    ['a stranger’s own header is not read', '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    ['one trusted proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['what stands left of the client is not read', '10.0.0.1', '203.0.113.5, 198.51.100.1', '198.51.100.1'],
    ['two trusted proxies', '10.0.0.1', '203.0.113.5, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['a trusted address that a stranger wrote', '10.0.0.1', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
    ['only trusted proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['rubbish ends the walk at the last address that is one', '10.0.0.1', 'rubbish, 10.0.0.2', '10.0.0.2'],
    ['an empty header', '10.0.0.1', '', '10.0.0.1'],
    ['spaces', '10.0.0.1', '  198.51.100.1  ', '198.51.100.1'],
    ['a single trusted address', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['IPv4 written as IPv6 is the IPv4 address', '::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['a trusted proxy written so', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['IPv6 behind a trusted IPv6 proxy', '2001:db8:1::9', '2001:db8:2::5', '2001:db8:2::5'],
    ['a port after the client’s address', '10.0.0.1', '198.51.100.1:50412', '198.51.100.1'],
    ['a port after a trusted proxy’s address', '10.0.0.1', '198.51.100.1:50412, 10.0.0.2:443', '198.51.100.1'],
    ['a port after an IPv6 address', '10.0.0.1', '[2001:db8:2::5]:50412', '2001:db8:2::5'],
    ['an IPv6 address in brackets', '10.0.0.1', '[2001:db8:2::5]', '2001:db8:2::5'],
    ['a port beyond all ports ends the walk', '10.0.0.1', '198.51.100.1:123456', '10.0.0.1'],
    ['a word for what a proxy hides (RFC 7239)', '10.0.0.1', '203.0.113.5, unknown', '10.0.0.1'],
    ['a word left of a trusted proxy', '10.0.0.1', 'unknown, 10.0.0.2', '10.0.0.2'],
    ['a made-up name (RFC 7239)', '10.0.0.1', '_hidden', '10.0.0.1'],
    ['nothing between two commas', '10.0.0.1', '203.0.113.5,, 10.0.0.2', '10.0.0.2'],
    ['a comma at the end', '10.0.0.1', '203.0.113.5,', '10.0.0.1'],
    ['IPv4 written as IPv6 within the chain', '10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['so with a port', '10.0.0.1', '[::ffff:198.51.100.1]:50412', '198.51.100.1'],
    ['a trusted proxy written so within the chain', '10.0.0.1', '198.51.100.1, ::ffff:a00:2', '198.51.100.1'],
    ['an IPv6 address that a port could belong to is whole', '10.0.0.1', '2001:db8:2::5:443', '2001:db8:2::5:443'],
    ['brackets that do not close', '10.0.0.1', '[2001:db8:2::5', '10.0.0.1'],
    ['brackets around IPv4', '10.0.0.1', '[198.51.100.1]:80', '198.51.100.1'],
    ['a zone, which says nothing here, is left out', '10.0.0.1', 'fe80::1%eth0', 'fe80::1'],
    ['a network', '10.0.0.1', '198.51.100.0/24', '10.0.0.1'],
    ['an address in quotes', '10.0.0.1', '"198.51.100.1"', '10.0.0.1'],
    ['octal numbers', '10.0.0.1', '0306.063.0144.01', '10.0.0.1'],
    ['numbers beyond a byte', '10.0.0.1', '198.51.100.256', '10.0.0.1'],
    ['markup', '10.0.0.1', '<script>alert(1)</script>', '10.0.0.1'],
    ['a thousand hops', '10.0.0.1', `198.51.100.1, ${'10.0.0.2, '.repeat(999)}10.0.0.3`, '198.51.100.1'],
    ['a number is no address', '10.0.0.1', '3232235777', '10.0.0.1'],
    ['no peer', undefined, '198.51.100.1', 'unknown'],
  ])('%s', (_what, peer, forwarded, address) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(address)
  })
})

describe('the address that counters take', () => {
  test('is the whole IPv4 address, and the /64 of IPv6', () => {
    expect(countedAddress('192.0.2.7')).toBe('192.0.2.7')
    expect(countedAddress('2001:db8:2:3:4:5:6:7')).toBe('2001:db8:2:3::/64')
    expect(countedAddress('2001:db8:2:3:ffff::1')).toBe(countedAddress('2001:db8:2:3::2'))
    expect(countedAddress('2001:db8:2:4::1')).not.toBe(countedAddress('2001:db8:2:3::1'))
  })

  test('is the IPv4 address where that is written as IPv6, not the /64 that all of them share', () => {
    expect(countedAddress('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(countedAddress('::ffff:c000:207')).toBe('192.0.2.7')
  })

  test('is one for every spelling of an IPv6 address', () => {
    for (const spelling of ['2001:DB8:2:3::9', '2001:0db8:0002:0003:0:0:0:9', '2001:db8:2:3:0::192.0.2.7'])
      expect(countedAddress(clientAddress(spelling, undefined, []))).toBe('2001:db8:2:3::/64')
  })

  test('is what it is where nobody knows', () => {
    expect(countedAddress('unknown')).toBe('unknown')
  })
})

describe('a trusted network', () => {
  test.each(['192.0.2.7', '192.0.2.0/24', '2001:db8::1', '2001:db8::/48', '10.0.0.0/8', 'fc00::/7'])(
    'may be %s',
    (network) => {
      expect(networkFault(network)).toBeUndefined()
    },
  )

  test.each([
    '',
    'proxy.example.test',
    '192.0.2',
    '10',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/2x',
    '2001:db8::/129',
    '1.2.3.4/8/8',
  ])('is not %j', (network) => {
    expect(networkFault(network)).toMatch(/^is neither an address nor a network; write /)
  })

  test.each(['0.0.0.0/0', '::/0'])('is not %s, from where anybody could choose an address', (network) => {
    expect(networkFault(network)).toMatch(/^is everybody/)
  })
})

describe('lying within networks', () => {
  test('takes CIDR networks and single addresses of either family', () => {
    expect(isWithin('192.0.2.7', ['192.0.2.0/24'])).toBe(true)
    expect(isWithin('192.0.3.7', ['192.0.2.0/24'])).toBe(false)
    expect(isWithin('192.0.2.7', ['192.0.2.7'])).toBe(true)
    expect(isWithin('2001:db8::1', ['192.0.2.0/24', '2001:db8::/32'])).toBe(true)
    expect(isWithin('2001:db9::1', ['2001:db8::/32'])).toBe(false)
    expect(isWithin('192.0.2.7', ['2001:db8::/32'])).toBe(false)
  })

  test('takes what counters take, and IPv4 written as IPv6', () => {
    expect(isWithin('2001:db8:2:3::/64', ['2001:db8:2::/48'])).toBe(true)
    expect(isWithin('::ffff:192.0.2.7', ['192.0.2.0/24'])).toBe(true)
  })

  test('is never true of nobody, and of no networks', () => {
    expect(isWithin('unknown', ['0.0.0.0/0'])).toBe(false)
    expect(isWithin('192.0.2.7', [])).toBe(false)
  })
})
