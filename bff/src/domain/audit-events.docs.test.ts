import { AccountName } from '@muster/shared/account-name'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { auditEvents, deployment } from './audit-events.ts'

const page = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8')

/** The first cell of each row of the page's table of events, without its code marks. */
const published = page
  .split('\n')
  .filter((line) => line.startsWith('| `') && line.split('|').length === 5)
  .map((line) => (line.split('|')[1] ?? '').replaceAll('`', '').trim())

test('docs/audit.md lists every event of the audit once, in the code’s order, and no other', () => {
  expect(published).toEqual([...auditEvents])
})

test('every event is named as `what.became` of it', () => {
  for (const event of auditEvents) expect(event).toMatch(/^[a-z-]+(\.[a-z-]+){1,2}$/)
})

test('the deployment’s own lines have an account that no company can have', () => {
  expect(AccountName.safeParse(deployment).success).toBe(false)
  expect(page).toContain(`account \`${deployment}\``)
})
