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

  test('is never true of nobody, and of no networks', () => {
    expect(isWithin('unknown', ['0.0.0.0/0'])).toBe(false)
    expect(isWithin('192.0.2.7', [])).toBe(false)
  })
})
