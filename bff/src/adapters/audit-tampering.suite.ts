import { describe, expect, test } from 'vitest'
import type { StoreUnderTest } from '../ports/store-under-test.ts'

/** A store with somebody beside it who writes what they like into its tables. */
export type Tampered = { readonly under: StoreUnderTest; readonly tamper: (statement: string) => Promise<void> }

const columns = 'account_id, enrollment_id, type, data, at, sealed_at, previous_hash, hash'

/** What somebody with the database's password does to the audit is found, on both engines. */
export const auditTamperingSuite = (make: () => Promise<Tampered>): void => {
  describe('a tampered audit', () => {
    const sealedFive = async (): Promise<Tampered> => {
      const tampered = await make()
      for (let index = 1; index <= 5; index += 1)
        await tampered.under.store.audit.append('acme', [{ type: 'code.wrong', data: { code: `c${index}` } }])
      await tampered.under.store.audit.seal(10)
      return tampered
    }

    test.each([
      ['a changed time', 'update audit set at = at + 1 where sequence = 3', 3, 'changed'],
      ['another account', "update audit set account_id = 'other' where sequence = 3", 3, 'changed'],
      ['an enrollment', "update audit set enrollment_id = 'e' where sequence = 3", 3, 'changed'],
      ['another event', "update audit set type = 'code.ok' where sequence = 1", 1, 'changed'],
      ['other data', "update audit set data = 'no JSON' where sequence = 5", 5, 'changed'],
      ['another hash', "update audit set hash = 'x' where sequence = 3", 3, 'changed'],
      ['no hash', 'update audit set hash = null where sequence = 3', 3, 'changed'],
      ['another time of sealing', 'update audit set sealed_at = 0 where sequence = 3', 3, 'changed'],
      ['a first line that is gone', 'delete from audit where sequence = 1', 1, 'missing'],
      ['a line that is gone', 'delete from audit where sequence = 3', 3, 'missing'],
      ['newest lines that are gone', 'delete from audit where sequence >= 4', 4, 'cut'],
      ['no line at all', 'delete from audit', 1, 'cut'],
      ['a line made unsealed again', 'update audit set sequence = null where sequence = 3', 3, 'missing'],
      [
        'two lines in each other’s place',
        'update audit set sequence = 7 - sequence + 1000 where sequence in (3, 4); update audit set sequence = sequence - 1000 where sequence > 1000',
        3,
        'changed',
      ],
      [
        'a line put in before all others',
        `insert into audit (sequence, ${columns}) select 0, ${columns} from audit where sequence = 1`,
        0,
        'out-of-place',
      ],
      [
        'a line put in behind the head',
        `insert into audit (sequence, ${columns}) select 6, ${columns} from audit where sequence = 5`,
        6,
        'changed',
      ],
      ['a forgotten head', 'delete from audit_chain', 1, 'out-of-place'],
      ['a head that was set back', 'update audit_chain set head_sequence = 4', 5, 'out-of-place'],
      [
        'lines hidden as if retention had taken them',
        'delete from audit where sequence < 3; update audit_chain set anchor_sequence = 2',
        3,
        'changed',
      ],
    ])('shows %s', async (_what, statements, sequence, why) => {
      const { under, tamper } = await sealedFive()
      expect(await under.store.audit.verify()).toMatchObject({ kind: 'whole', sealed: 5 })
      for (const statement of statements.split('; ')) await tamper(statement)
      expect(await under.store.audit.verify()).toMatchObject({ kind: 'broken', sequence, why })
    })

    test('is refused by the tables where a number would be given twice', async () => {
      const { tamper } = await sealedFive()
      await expect(tamper('update audit set sequence = 3 where sequence = 4')).rejects.toThrow(/unique/i)
    })
  })
}
