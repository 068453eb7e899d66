import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { anyHosts, lookupWithin, permittedHosts, urlFault } from './permitted-hosts.ts'

const fault = (address: string, ...networks: readonly string[]) => permittedHosts(networks).addressFault(address)

test.each(['8.8.8.8', '203.0.113.7', '2001:4860:4860::8888', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(fault(address)).toBeUndefined()
})

test.each([
  ['10.1.2.3', '10.0.0.0/8'],
  ['172.31.0.1', '172.16.0.0/12'],
  ['192.168.7.7', '192.168.7.7'],
  ['100.64.0.1', '100.64.0.0/10'],
  ['fd12::7', 'fd12::/16'],
])('%s only where the operator names its network', (address, network) => {
  expect(fault(address)).toContain('MUSTER_DIRECTORY_NETWORKS')
  expect(fault(address, '10.9.0.0/16', 'fd99::/16')).toContain('MUSTER_DIRECTORY_NETWORKS')
  expect(fault(address, network)).toBeUndefined()
})

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '::7f00:1',
  '::ffff:0:7f00:1',
  '64:ff9b:1::7f00:1',
  '2001:0:7f00:1::1',
  'fec0::1',
])('%s never, whatever networks are named', (address) => {
  expect(fault(address, '0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1')).toContain('this machine or its link')
})

test.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '10.0.0.1:636'])('"%s" is no address', (text) => {
  expect(fault(text)).toContain('is no address')
})

test('only the ports of LDAPS', () => {
  const { portFault } = permittedHosts([])
  expect([636, 3269].map(portFault)).toEqual([undefined, undefined])
  expect([0, 22, 389, 443, 6379, 65_535].every((port) => portFault(port) !== undefined)).toBe(true)
  expect(anyHosts.portFault(22)).toBeUndefined()
})

test.each([
  ['ldaps://dc1.corp.example.test', undefined],
  ['ldaps://dc1.corp.example.test:3269', undefined],
  ['ldaps://127.0.0.1', '127.0.0.1 is this machine or its link'],
  ['ldaps://[::1]:636', '::1 is this machine or its link'],
  ['ldaps://10.1.2.3', '10.1.2.3 is a private address outside MUSTER_DIRECTORY_NETWORKS'],
  ['ldaps://dc1.corp.example.test:6379', 'port 6379 is not 636 or 3269'],
] as const)('%s by itself', (url, told) => {
  expect(urlFault(url, permittedHosts(['10.9.0.0/16']))).toBe(told)
})

test('a name is connected to at permitted addresses only', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const open = (hosts: typeof anyHosts) => {
    const socket = connect({ host: 'localhost', port, lookup: lookupWithin(hosts) })
    return once(socket, 'connect')
      .then(() => 'connected', String)
      .finally(() => socket.destroy())
  }
  expect(await open(anyHosts)).toBe('connected')
  expect(await open(permittedHosts(['10.0.0.0/8']))).toMatch(/^Error: localhost: (127\.0\.0\.1|::1) is this machine/)
  server.close()
})
