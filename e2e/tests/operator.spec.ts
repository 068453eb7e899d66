import type { World } from '@muster/demo/world/world-options'
import { expect, test } from '../fixtures.ts'

const told = async (world: World, ...command: readonly string[]): Promise<unknown> => {
  const run = await world.runMuster([...command, '--json'])
  expect(run).toMatchObject({ code: 0, stderr: '' })
  return JSON.parse(run.stdout)
}

test('the operator sees the device with its factors, and the enrollment by the reference on the page', async ({
  portal,
  world,
}) => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password('Directory-1!')
  const reference = await portal.reference()
  expect(await told(world, 'enrollment', 'show', reference)).toMatchObject({
    reference,
    account: 'new-ad-2',
    standing: 'email-code',
    factors: 0,
    proven: ['password'],
  })
  await portal.code(await portal.mailedCode('ana'))
  await portal.chooseDevice({ platform: 'Windows', name: 'Ana’s own laptop' })
  await portal.expectEnrolled({ factors: 2 })
  expect(await told(world, 'device', 'list', '--account', 'new-ad-2')).toContainEqual(
    expect.objectContaining({
      name: 'Ana’s own laptop',
      platform: 'windows',
      username: 'ana',
      factorsCounted: 2,
      proven: ['password', 'email-code'],
    }),
  )
  const shown = await told(world, 'enrollment', 'show', reference)
  expect(shown).toMatchObject({
    standing: 'enrolled',
    user: 'ana@corp.example.test',
    factors: 2,
    proven: ['password', 'email-code'],
  })
  expect(JSON.stringify(shown)).not.toContain('Directory-1!')
})

test('help desk: the reference may be given in small letters, and the audit tells what went wrong', async ({
  portal,
  world,
}) => {
  await portal.open('new-ad-1')
  await portal.identify('dee')
  await portal.password('Directory-1!')
  await portal.expectAlert('disabled')
  const reference = await portal.reference()
  const run = await world.runMuster(['enrollment', 'show', reference.toLowerCase()])
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect(run.stdout).toContain('auth.password.blocked')
})
