import { describe, expect, test } from 'vitest'
import { hour, minute, second } from './durations.ts'
import { aCode, waitingForCode } from './store-fixtures.ts'
import { begin, type MakeStore, type StoreUnderTest, unique } from './store-under-test.ts'

const queue = async (under: StoreUnderTest, usefulFor = hour): Promise<string> => {
  const { stored, enrollment } = await begin(under)
  const id = unique('mail')
  await under.store.enrollments.save(stored, enrollment, {
    audit: [],
    mail: [{ id, sealed: `sealed ${id}`, usefulFor }],
  })
  return id
}

/** {@link Outbox}: mails that commit with what they tell of. */
export const outboxSuite = (make: MakeStore): void => {
  describe('outbox', () => {
    test('a mail is due once it is saved, and one sender holds it for the lease', async () => {
      const under = await make()
      const id = await queue(under)
      const item = { id, sealed: `sealed ${id}`, reference: 'ABCD-EFGH' }
      expect(await under.store.outbox.due(10, minute)).toEqual([{ ...item, attempt: 1 }])
      expect(await under.other.outbox.due(10, minute)).toEqual([])
      under.advance(minute)
      expect(await under.other.outbox.due(10, minute)).toEqual([{ ...item, attempt: 2 }])
    })

    test('no mail is leased twice by many senders at once, and none is left over', async () => {
      const under = await make()
      const ids = await Promise.all(Array.from({ length: 30 }, () => queue(under)))
      const leased = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? under.store : under.other).outbox.due(3, minute)),
      )
      const rest = await under.store.outbox.due(30, minute)
      expect([...leased.flat(), ...rest].map(({ id }) => id).sort()).toEqual(ids.toSorted())
    })

    test('no more are given than asked for, the longest waiting first', async () => {
      const under = await make()
      const first = await queue(under)
      under.advance(second)
      await queue(under)
      expect((await under.store.outbox.due(1, minute)).map(({ id }) => id)).toEqual([first])
    })

    test('a sent mail stays sent: never due again, whatever comes late, and past its use', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const [id, codeId] = [unique('mail'), unique('code')]
      await under.store.enrollments.save(
        stored,
        { ...enrollment, state: waitingForCode('ad:corp:ana', codeId) },
        {
          audit: [],
          issueCode: aCode(codeId, stored.now),
          mail: [{ id, codeId, sealed: 'sealed', usefulFor: 10 * minute }],
        },
      )
      const delivery = async () => (await under.store.enrollments.load(cookie))?.code?.delivery
      await under.store.outbox.due(1, minute)
      await under.store.outbox.sent(id)
      await under.store.outbox.deferred(id, second, 'late')
      expect(await delivery()).toBe('sent')
      await under.store.outbox.failed(id, 'late')
      expect(await delivery()).toBe('sent')
      under.advance(20 * minute)
      await under.store.outbox.giveUp()
      expect(await under.store.outbox.due(1, minute)).toEqual([])
      expect(await delivery()).toBe('sent')
    })

    test('what becomes of one mail leaves the others as they are', async () => {
      const under = await make()
      const ids = [await queue(under), await queue(under), await queue(under), await queue(under)] as const
      await under.store.outbox.sent(ids[0])
      await under.store.outbox.deferred(ids[1], hour - minute, '450')
      await under.store.outbox.failed(ids[2], '550')
      expect((await under.store.outbox.due(9, minute)).map(({ id }) => id)).toEqual([ids[3]])
    })

    test('a deferred mail is due again after its delay', async () => {
      const under = await make()
      const id = await queue(under)
      await under.store.outbox.due(1, minute)
      await under.store.outbox.deferred(id, 20 * second, '450 later')
      expect(await under.store.outbox.due(1, minute)).toEqual([])
      under.advance(20 * second)
      expect(await under.store.outbox.due(1, minute)).toMatchObject([{ id, attempt: 2 }])
    })

    test('a failed mail is never due again', async () => {
      const under = await make()
      const id = await queue(under)
      await under.store.outbox.due(1, minute)
      await under.store.outbox.failed(id, '550 no such user')
      under.advance(10 * minute)
      expect(await under.store.outbox.due(1, minute)).toEqual([])
    })

    test('a mail that was given up stands in the audit once, by its code or by itself, with the reason', async () => {
      const under = await make()
      const { stored, enrollment } = await begin(under)
      const codeId = unique('code')
      const [coded, plain, late, sent, old] = [1, 2, 3, 4, 5].map(() => unique('mail'))
      const mail = [coded, plain, late, sent, old].map((id = '') => ({
        id,
        sealed: 'sealed',
        usefulFor: id === old ? minute : hour,
        ...(id === coded ? { codeId } : {}),
      }))
      await under.store.enrollments.save(stored, enrollment, {
        audit: [],
        issueCode: aCode(codeId, stored.now),
        mail,
      })
      for (const turn of ['550 no such user', 'again']) {
        await under.store.outbox.failed(coded ?? '', turn)
        await under.store.outbox.failed(plain ?? '', turn)
        await under.store.outbox.deferred(late ?? '', 2 * hour, '450 later')
        await under.store.outbox.sent(sent ?? '')
        await under.store.outbox.failed(sent ?? '', turn)
        await under.store.outbox.deferred(old ?? '', second, '450 later')
      }
      under.advance(minute)
      await under.store.outbox.giveUp()
      await under.store.outbox.giveUp()
      const lines = await under.store.administration.audit({ enrollmentId: enrollment.id, most: 10 })
      expect(lines.map(({ type, data, accountId }) => [accountId, type, data]).toReversed()).toEqual([
        [enrollment.accountId, 'code.sendfail', { code: codeId, reason: '550 no such user' }],
        [enrollment.accountId, 'mail.sendfail', { mail: plain, reason: '550 no such user' }],
        [enrollment.accountId, 'mail.sendfail', { mail: late, reason: '450 later' }],
        [enrollment.accountId, 'mail.sendfail', { mail: old, reason: 'past its use' }],
      ])
    })

    test('of many mails past their use each is given up, in a few looks, with its line', async () => {
      const under = await make()
      const { stored, enrollment } = await begin(under)
      const mail = Array.from({ length: 150 }, () => ({ id: unique('mail'), sealed: 'sealed', usefulFor: minute }))
      await under.store.enrollments.save(stored, enrollment, { audit: [], mail })
      const lines = async () =>
        (await under.store.administration.audit({ enrollmentId: enrollment.id, most: 200 })).map(({ type }) => type)
      await under.store.outbox.giveUp()
      expect(await lines()).toEqual([])
      under.advance(2 * minute)
      expect(await under.store.outbox.due(5, minute)).toEqual([])
      for (let look = 0; look < 3; look += 1) await under.store.outbox.giveUp()
      expect(await lines()).toEqual(mail.map(() => 'mail.sendfail'))
    })

    test('a mail with a mark goes once in the window of its limit, whoever saves it', async () => {
      const under = await make()
      const key = unique('person')
      const tell = async (mark: 'told-of-wrong-codes-per-hour' | 'told-of-wrong-codes-per-day', by = under.store) => {
        const { stored, enrollment } = await begin(under)
        const id = unique('mail')
        const saved = await by.enrollments.save(stored, enrollment, {
          audit: [],
          mail: [{ id, sealed: 'sealed', usefulFor: 48 * hour, once: { mark, key } }],
        })
        return { id, kind: saved.kind }
      }
      const due = async () => (await under.store.outbox.due(10, minute)).map(({ id }) => id)
      const told = await Promise.all([
        tell('told-of-wrong-codes-per-hour'),
        tell('told-of-wrong-codes-per-hour', under.other),
        tell('told-of-wrong-codes-per-hour'),
      ])
      expect(told.map(({ kind }) => kind)).toEqual(['saved', 'saved', 'saved'])
      const [first, ...more] = await due()
      expect(more).toEqual([])
      expect(told.map(({ id }) => id)).toContain(first)
      await under.store.outbox.sent(first ?? '')
      under.advance(hour - second)
      await tell('told-of-wrong-codes-per-hour')
      expect(await due()).toEqual([])
      const other = await tell('told-of-wrong-codes-per-day')
      expect(await due()).toEqual([other.id])
      await under.store.outbox.sent(other.id)
      under.advance(2 * second)
      const later = await tell('told-of-wrong-codes-per-hour')
      expect(await due()).toEqual([later.id])
    })

    test('a saving that is lost takes no mark', async () => {
      const under = await make()
      const once = { mark: 'told-of-wrong-codes-per-hour', key: unique('person') } as const
      const { stored, enrollment } = await begin(under)
      await under.store.enrollments.save(stored, enrollment, { audit: [] })
      const mail = { id: unique('mail'), sealed: 'sealed', usefulFor: hour, once }
      expect(await under.store.enrollments.save(stored, enrollment, { audit: [], mail: [mail] })).toEqual({
        kind: 'conflict',
      })
      const next = await begin(under)
      await under.store.enrollments.save(next.stored, next.enrollment, { audit: [], mail: [mail] })
      expect(await under.store.outbox.due(10, minute)).toMatchObject([{ id: mail.id }])
    })

    test('past its use a mail is not sent any more, nor deferred beyond it', async () => {
      const under = await make()
      await queue(under, minute)
      const deferred = await queue(under, 10 * minute)
      under.advance(2 * minute)
      expect((await under.store.outbox.due(10, second)).map(({ id }) => id)).toEqual([deferred])
      await under.store.outbox.deferred(deferred, 8 * minute, '450 later')
      under.advance(7 * minute)
      expect(await under.store.outbox.due(10, second)).toEqual([])
    })
  })
}
