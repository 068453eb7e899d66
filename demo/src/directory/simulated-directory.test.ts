import { Client } from 'ldapts'
import { expect, onTestFinished, test } from 'vitest'
import { createDemoAuthority } from '../certificates/demo-authority.ts'
import { demoDirectorySuite } from './demo-directory.suite.ts'
import { startSimulatedDirectory } from './simulated-directory.ts'

demoDirectorySuite('the simulated directory', async () => startSimulatedDirectory(await createDemoAuthority()), 20_000)

test('the journal tells who was asked for, and what came of it', async () => {
  const directory = await startSimulatedDirectory(await createDemoAuthority())
  onTestFinished(directory.stop)
  for (const [name, password] of [
    ['ana@corp.example.test', 'Directory-1!'],
    ['CORP\\lou', 'x'],
  ] as const) {
    const client = new Client({
      url: directory.urls[0] ?? '',
      tlsOptions: { ca: directory.ca },
      timeout: 5000,
      connectTimeout: 5000,
    })
    await client.bind(name, password).catch(() => undefined)
    await client.unbind()
  }
  expect(directory.journal.binds).toEqual([
    { name: 'ana@corp.example.test', result: 'ok' },
    { name: 'CORP\\lou', result: '775' },
  ])
})

test('another authority’s client does not get as far as a bind', async () => {
  const directory = await startSimulatedDirectory(await createDemoAuthority())
  onTestFinished(directory.stop)
  const stranger = new Client({
    url: directory.urls[0] ?? '',
    tlsOptions: { ca: (await createDemoAuthority()).pem },
    timeout: 5000,
    connectTimeout: 5000,
  })
  await expect(stranger.bind('ana@corp.example.test', 'Directory-1!')).rejects.toThrow(/certificate/)
  expect(directory.journal.binds).toEqual([])
})

test('other people than the demo’s can live in it', async () => {
  const zoe = { username: 'zoe', displayName: 'Zoe', mail: 'zoe@corp.example.test', about: '' } as const
  const directory = await startSimulatedDirectory(await createDemoAuthority(), [{ ...zoe, directory: 'normal' }])
  onTestFinished(directory.stop)
  expect(await directory.lockout('zoe')).toEqual({ badPwdCount: 0, locked: false })
  await expect(directory.lockout('ana')).rejects.toThrow(/nobody/)
})
