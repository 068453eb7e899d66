import { expect, test } from 'vitest'
import { Deployment } from './deployment.ts'
import { deploymentFaults } from './deployment-faults.ts'

const whole = {
  name: 'Example device enrollment',
  support: { name: 'Service desk', phone: '+1 555 0100', email: 'help@example.com', url: 'https://help.example.com/' },
  privacy: 'https://example.com/privacy',
  legal: '/imprint.html',
  languages: ['en', 'de'],
}

test('pages take everything that a deployment may say', () => {
  expect(deploymentFaults(JSON.stringify(whole))).toEqual([])
  expect(Deployment.parse(whole)).toEqual(whole)
  expect(deploymentFaults('{}')).toEqual([])
})

test.each([
  ['{', 'config.json', /JSON/],
  ['[]', 'config.json', /./],
  [JSON.stringify({ ...whole, name: ' ' }), 'name', /empty/],
  [JSON.stringify({ ...whole, name: 'x'.repeat(81) }), 'name', /longer than 80/],
  [JSON.stringify({ ...whole, privacy: 'javascript:alert(1)' }), 'privacy', /https/],
  [JSON.stringify({ ...whole, legal: '//evil.example/' }), 'legal', /https/],
  [JSON.stringify({ ...whole, support: { name: 'Service desk' } }), 'support', /neither phone/],
  [JSON.stringify({ ...whole, support: { phone: '1' } }), 'support.name', /./],
  [JSON.stringify({ ...whole, support: { name: 'Desk', url: 'javascript:alert(1)' } }), 'support.url', /./],
  [JSON.stringify({ ...whole, support: { name: 'Desk', phone: '1', mail: 'a' } }), 'support', /knows no mail/],
  [JSON.stringify({ ...whole, languages: ['en', 'xx'] }), 'languages.1', /./],
  [JSON.stringify({ ...whole, languages: [] }), 'languages', /none/],
  [JSON.stringify({ ...whole, privcy: '/x' }), 'config.json', /knows no privcy/],
])('%s is told where it is wrong', (text, where, what) => {
  const faults = deploymentFaults(text)
  expect(faults.map(([place]) => place)).toEqual([where])
  expect(faults[0]?.[1]).toMatch(what)
})
