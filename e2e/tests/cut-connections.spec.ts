import { randomUUID } from 'node:crypto'
import { codeIn } from '@muster/demo/pages/inbox-page'
import type { World } from '@muster/demo/world/world-options'
import { cutNext, cuts } from '../cuts.ts'
import { expect, test } from '../fixtures.ts'
import { right, type Submission, submissions } from '../submissions.ts'

/** The codes that were mailed, the newest first. */
const codesTo = (world: World, { person }: Submission): readonly string[] =>
  world.mailbox.messages(`${person}@corp.example.test`).flatMap(({ subject }) => codeIn(subject) ?? [])

const lastCode = async (world: World, submission: Submission): Promise<string> => {
  await expect.poll(() => codesTo(world, submission)).toHaveLength(submission.codes)
  return codesTo(world, submission)[0] ?? ''
}

const devicesNamed = async (world: World, wanted: string, account: string): Promise<number> => {
  const { stdout } = await world.runMuster(['device', 'list', '--account', account, '--json'])
  const devices: readonly { readonly name: string }[] = JSON.parse(stdout)
  return devices.filter(({ name }) => name === wanted).length
}

test.afterEach(({ world }, { title }) => (title.startsWith('new-password') ? world.directory.restore() : undefined))

for (const [call, submission] of Object.entries(submissions))
  for (const [how, cut] of Object.entries(cuts))
    test(`${call}: ${how}; nothing is lost, and nothing is done twice`, async ({ portal, microsoft, world }) => {
      const { page } = portal
      const deviceName = `Cut ${randomUUID()}`
      await page.clock.install()
      const opened = page.waitForResponse('**/api/enrollment').then((answer) => answer.json())
      await submission.reach(portal, microsoft, deviceName)
      const { reference } = await opened
      const { done } = await cutNext(page, call, cut)
      await submission.send(portal, microsoft)
      await done
      await cut.then(page)
      if ('told' in cut) {
        await portal.expectAlert(cut.told)
        for (const [label, value] of Object.entries(submission.kept))
          await expect(portal.field(label)).toHaveValue(value)
        await portal.press(submission.again)
      }
      await portal.expectPage(submission.next)
      if (submission.rest.includes('password')) await portal.password(right)
      if (submission.rest.includes('code')) await portal.code(await lastCode(world, submission))
      if (submission.rest.includes('device')) await portal.chooseDevice({ name: deviceName })
      await portal.expectEnrolled({ factors: submission.factors })
      expect(await portal.reference()).toBe(reference)
      expect(await devicesNamed(world, deviceName, submission.account)).toBe(1)
      expect(codesTo(world, submission)).toHaveLength(submission.codes)
    })
