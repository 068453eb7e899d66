import { beforeEach, describe, expect, test } from 'vitest'
import { genesis } from '../domain/audit-chain.ts'
import { type Chain, type ChainedLine, chainOn, verifyChain } from './audit-chain.ts'

let lines: ChainedLine[]
let chain: Chain
let onPage: (() => void)[]

const fresh = (id: number) => ({
  id,
  at: 1000 * id,
  accountId: 'acme',
  enrollmentId: null,
  type: 'code.wrong',
  data: `{"code":"c${id}"}`,
  sealedAt: 9000,
})
const append = async (...ids: readonly number[]) => {
  const chained = await chainOn(chain.head, ids.map(fresh))
  lines.push(...chained)
  const last = chained.at(-1)
  if (last !== undefined) chain = { ...chain, head: { sequence: last.sequence, hash: last.hash } }
}
/** Takes the first lines away as retention does. */
const prune = (count: number) => {
  const last = lines.splice(0, count).at(-1)
  if (last !== undefined) chain = { ...chain, anchor: { sequence: last.sequence, hash: last.hash } }
}
const verify = (noted?: Parameters<typeof verifyChain>[1]) =>
  verifyChain(
    {
      chain: async () => chain,
      sealedAfter: async (sequence, most) => {
        onPage.shift()?.()
        return lines.filter((line) => line.sequence > sequence).slice(0, most)
      },
      tail: async () => ({ count: 2, oldest: 5000, now: 9999 }),
    },
    noted,
  )
const edit = (sequence: number, change: Partial<ChainedLine>) => {
  lines = lines.map((line) => (line.sequence === sequence ? { ...line, ...change } : line))
}

beforeEach(async () => {
  lines = []
  onPage = []
  chain = { head: genesis, anchor: genesis }
  await append(1, 3, 2, 4, 5)
})

describe('a chain is whole', () => {
  test('with lines in the order of their sealing, and says what it holds and what is unsealed', async () => {
    expect(await verify()).toEqual({
      kind: 'whole',
      sealed: 5,
      first: 1000,
      last: 5000,
      head: { sequence: 5, hash: lines.at(-1)?.hash },
      anchor: genesis,
      unsealed: { count: 2, oldest: 5000 },
      now: 9999,
    })
  })

  test('when it is empty', async () => {
    lines = []
    chain = { head: genesis, anchor: genesis }
    expect(await verify()).toMatchObject({ kind: 'whole', sealed: 0, head: genesis })
  })

  test('over many pages', async () => {
    await append(...Array.from({ length: 1200 }, (_, index) => index + 6))
    expect(await verify()).toMatchObject({ kind: 'whole', sealed: 1205 })
  })

  test('after retention took its beginning, or all of it', async () => {
    prune(2)
    expect(await verify()).toMatchObject({ kind: 'whole', sealed: 3, anchor: { sequence: 2 } })
    prune(3)
    expect(await verify()).toMatchObject({ kind: 'whole', sealed: 0, head: { sequence: 5 }, anchor: { sequence: 5 } })
    await append(6)
    expect(await verify()).toMatchObject({ kind: 'whole', sealed: 1, head: { sequence: 6 } })
  })

  test('while the sealer works beside the walk', async () => {
    const [sixth] = await chainOn(chain.head, [fresh(6)])
    if (sixth === undefined) throw new Error('nothing was chained')
    const sealed = () => {
      lines.push(sixth)
      chain = { ...chain, head: { sequence: 6, hash: sixth.hash } }
    }
    onPage = [sealed]
    expect(await verify()).toMatchObject({ kind: 'whole', sealed: 6 })
  })

  test('while retention and the sealer work beside the walk', async () => {
    const more = await chainOn(chain.head, [fresh(6)])
    onPage = [
      () => prune(2),
      () => {
        lines.push(...more)
        chain = { ...chain, head: more[0] ?? genesis }
      },
      () => prune(6),
    ]
    expect(await verify()).toMatchObject({ kind: 'whole' })
  })

  test('with a noted head that is still in it, be it the last pruned one', async () => {
    const noted = { sequence: 2, hash: lines[1]?.hash ?? '' }
    await append(6)
    expect(await verify(noted)).toMatchObject({ kind: 'whole' })
    prune(2)
    expect(await verify(noted)).toMatchObject({ kind: 'whole' })
  })
})

describe('a chain is broken, and its first broken line named,', () => {
  test.each<[Partial<ChainedLine>]>([
    [{ at: 1 }],
    [{ id: 99 }],
    [{ accountId: 'other' }],
    [{ enrollmentId: 'e' }],
    [{ type: 'code.ok' }],
    [{ data: '{}' }],
    [{ sealedAt: 1 }],
    [{ hash: 'x' }],
    [{ previousHash: 'x' }],
  ])('by a line with %j', async (change) => {
    edit(3, change)
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 3, why: 'changed' })
  })

  test('by a line that was changed and hashed anew', async () => {
    const [forged] = await chainOn({ sequence: 2, hash: lines[1]?.hash ?? '' }, [{ ...fresh(2), data: '{}' }])
    edit(3, forged ?? {})
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 4, why: 'changed' })
  })

  test('by a line that is gone from the beginning, the middle or the end', async () => {
    const all = lines
    lines = all.filter(({ sequence }) => sequence !== 1)
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 1, why: 'missing' })
    lines = all.filter(({ sequence }) => sequence !== 3)
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 3, why: 'missing' })
    lines = all.slice(0, 3)
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 4, why: 'cut' })
  })

  test('by two lines in each other’s place', async () => {
    const [, , third, fourth] = lines
    edit(3, { ...fourth, sequence: 3 })
    edit(4, { ...third, sequence: 4 })
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 3, why: 'changed' })
  })

  test('by a line put in before the beginning, even where retention was', async () => {
    prune(2)
    lines.unshift({ ...fresh(9), sequence: 1, previousHash: '', hash: 'x' })
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 1, why: 'out-of-place' })
    lines.splice(0, 1, { ...fresh(9), sequence: -4, previousHash: '', hash: 'x' })
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: -4, why: 'out-of-place' })
  })

  test('by a well-made line behind the head, and by another head', async () => {
    lines.push(...(await chainOn(chain.head, [fresh(6)])))
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 6, why: 'out-of-place' })
    lines.pop()
    chain = { ...chain, head: { sequence: 5, hash: 'x' } }
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 5, why: 'changed' })
  })

  test('by an anchor that was moved to hide lines', async () => {
    lines.splice(0, 2)
    chain = { ...chain, anchor: { sequence: 2, hash: 'x' } }
    expect(await verify()).toMatchObject({ kind: 'broken', sequence: 3, why: 'changed' })
  })

  test('by a history rewritten as a whole, for whoever noted a head', async () => {
    const noted = chain.head
    lines = []
    chain = { head: genesis, anchor: genesis }
    await append(1, 2, 4, 5, 6)
    expect(await verify()).toMatchObject({ kind: 'whole' })
    expect(await verify(noted)).toEqual({ kind: 'broken', sequence: 5, why: 'not-the-noted' })
    lines = []
    chain = { head: genesis, anchor: genesis }
    expect(await verify(noted)).toEqual({ kind: 'broken', sequence: 5, why: 'not-the-noted' })
  })
})
