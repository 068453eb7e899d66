import { expect, test } from 'vitest'
import { DemoConfigError, readDemoConfig } from './config.ts'
import { shapes } from './world/world-options.ts'

test('without settings it is the demo of the design', () => {
  expect(readDemoConfig('/repository', {})).toEqual({
    port: 4400,
    https: false,
    host: 'localhost',
    home: '/repository/.demo/4400',
    directory: 'simulated',
    limits: 'demo',
    store: 'sqlite',
    shape: 'node',
    pages: 'portal',
    companyPages: true,
  })
})

test('worlds on two ports have two folders', () => {
  expect(readDemoConfig('/repository', { MUSTER_DEMO_PORT: '4500' }).home).toBe('/repository/.demo/4500')
})

test('every setting can be chosen', () => {
  const env = {
    MUSTER_DEMO_PORT: '0',
    MUSTER_DEMO_HTTPS: '1',
    MUSTER_DEMO_HOST: '192.168.1.20',
    MUSTER_DEMO_HOME: '/elsewhere',
    MUSTER_DEMO_DIRECTORY: 'samba',
    MUSTER_DEMO_LIMITS: 'production',
    MUSTER_DEMO_STORE: 'postgres://me@127.0.0.1/empty',
    MUSTER_DEMO_SHAPE: 'relay',
    MUSTER_DEMO_PAGES: 'nginx',
  }
  expect(readDemoConfig('/repository', env)).toEqual({
    port: 0,
    https: true,
    host: '192.168.1.20',
    home: '/elsewhere',
    directory: 'samba',
    limits: 'production',
    store: 'postgres://me@127.0.0.1/empty',
    shape: 'relay',
    pages: 'nginx',
    companyPages: true,
  })
})

test.each(shapes)('a world may be of the shape %s', (shape) => {
  expect(readDemoConfig('/repository', { MUSTER_DEMO_SHAPE: shape }).shape).toBe(shape)
})

test.each([
  ['MUSTER_DEMO_PORT', 'http', {}],
  ['MUSTER_DEMO_PORT', '65536', {}],
  ['MUSTER_DEMO_HTTPS', 'yes', {}],
  ['MUSTER_DEMO_HOST', 'a/b', { MUSTER_DEMO_HTTPS: '1' }],
  ['MUSTER_DEMO_HOST', '192.168.1.20', {}],
  ['MUSTER_DEMO_DIRECTORY', 'openldap', {}],
  ['MUSTER_DEMO_LIMITS', 'none', {}],
  ['MUSTER_DEMO_STORE', 'mysql://x', {}],
  ['MUSTER_DEMO_SHAPE', 'cloud', {}],
])('%s=%s is refused by name', (name, value, rest) => {
  const read = () => readDemoConfig('/repository', { ...rest, [name]: value })
  expect(read).toThrow(DemoConfigError)
  expect(read).toThrow(name)
})
