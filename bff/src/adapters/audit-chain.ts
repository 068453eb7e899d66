import { type ChainPoint, genesis, type SealedLine, sealedText } from '../domain/audit-chain.ts'
import type { BrokenChain, Verification } from '../ports/audit-trail.ts'
import { fromBase64url } from './base64url.ts'
import { type Primitives, webPrimitives } from './web-primitives.ts'

export type ChainedLine = SealedLine & { readonly previousHash: string; readonly hash: string }
export type Chain = { readonly head: ChainPoint; readonly anchor: ChainPoint }
export const emptyChain: Chain = { head: genesis, anchor: genesis }

/** In hexadecimal digits, as other tools write it. */
const hashOf = async (text: string, digest: Primitives['digest'] = webPrimitives.digest): Promise<string> =>
  [...fromBase64url(await digest(text))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Lines in their order → the same, chained to the head before them; `digest` where the runtime has a faster one. */
export const chainOn = async (
  head: ChainPoint,
  lines: readonly Omit<SealedLine, 'sequence'>[],
  digest?: Primitives['digest'],
): Promise<readonly ChainedLine[]> => {
  const chained: ChainedLine[] = []
  let { sequence, hash: previousHash } = head
  for (const line of lines) {
    sequence += 1
    const hash = await hashOf(sealedText(previousHash, { ...line, sequence }), digest)
    chained.push({ ...line, sequence, previousHash, hash })
    previousHash = hash
  }
  return chained
}

/** What a walk reads, each at the time of its call: sealing and retention go on meanwhile. */
export type ChainReader = {
  chain(): Promise<Chain>
  /** In order of `sequence`. */
  sealedAfter(sequence: number, most: number): Promise<readonly ChainedLine[]>
  tail(): Promise<{ readonly count: number; readonly oldest?: number; readonly now: number }>
}

const page = 500
/** Whatever number a line was given, it is seen. */
const least = Number.MIN_SAFE_INTEGER

const faultOf = async (line: ChainedLine, last: ChainPoint): Promise<BrokenChain | undefined> => {
  if (line.sequence > last.sequence + 1) return 'missing'
  if (line.sequence <= last.sequence) return 'out-of-place'
  const isNext = line.previousHash === last.hash && line.hash === (await hashOf(sealedText(last.hash, line)))
  return isNext ? undefined : 'changed'
}

type Broken = Extract<Verification, { kind: 'broken' }>
const broken = (sequence: number, why: BrokenChain, line?: ChainedLine): Broken => ({
  kind: 'broken',
  sequence,
  why,
  ...(line === undefined ? {} : { id: line.id }),
})

/** How the end of the lines and the head that was read before fit together. */
const headFault = (head: ChainPoint, end: ChainPoint): Broken | undefined => {
  if (head.sequence > end.sequence) return broken(end.sequence + 1, 'cut')
  if (head.sequence < end.sequence) return broken(head.sequence + 1, 'out-of-place')
  return head.hash === end.hash ? undefined : broken(end.sequence, 'changed')
}

const walk = async (reader: ChainReader, start: Chain, noted: ChainPoint | undefined): Promise<Verification> => {
  const { anchor } = start
  let { head } = start
  let end = anchor
  let seen = least
  let sealed = 0
  let times: { readonly first?: number; readonly last?: number } = {}
  // What was empty once is the beginning of every chain.
  const beginnings = [genesis, anchor]
  let met = beginnings.some(({ sequence, hash }) => noted?.sequence === sequence && noted.hash === hash)
  for (;;) {
    const lines = await reader.sealedAfter(seen, page)
    if (lines.length === 0) break
    for (const line of lines) {
      const why = await faultOf(line, end)
      if (why !== undefined) return broken(why === 'missing' ? end.sequence + 1 : line.sequence, why, line)
      end = { sequence: line.sequence, hash: line.hash }
      if (line.sequence === noted?.sequence) met = line.hash === noted.hash
      times = { first: times.first ?? line.at, last: line.at }
    }
    sealed += lines.length
    seen = end.sequence
    // Read before the next page: the lines up to it must then be there.
    head = (await reader.chain()).head
  }
  const fault = headFault(head, end)
  if (fault !== undefined) return fault
  if (noted !== undefined && !met) return broken(noted.sequence, 'not-the-noted')
  const { now, ...unsealed } = await reader.tail()
  return { kind: 'whole', sealed, ...times, head, anchor, unsealed, now }
}

/** Walks the chain page by page beside whoever seals and prunes. */
export const verifyChain = async (reader: ChainReader, noted?: ChainPoint): Promise<Verification> => {
  for (;;) {
    const start = await reader.chain()
    const found = await walk(reader, start, noted)
    // Retention may have taken away what was about to be read.
    if (found.kind === 'whole' || (await reader.chain()).anchor.sequence === start.anchor.sequence) return found
  }
}
