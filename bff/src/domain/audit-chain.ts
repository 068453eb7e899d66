/** A place in the chain of sealed lines; `hash` is that of the line with this number. */
export type ChainPoint = { readonly sequence: number; readonly hash: string }

/** Before the first line. */
export const genesis: ChainPoint = { sequence: 0, hash: '' }

/** What a line's hash covers. `data` is its stored text, letter by letter; times in ms. */
export type SealedLine = {
  readonly sequence: number
  readonly id: number
  readonly at: number
  readonly accountId: string
  readonly enrollmentId: string | null
  readonly type: string
  readonly data: string
  readonly sealedAt: number
}

/** The text that is hashed: a JSON list, so that no two lines and no two orders of them give one text. */
export const sealedText = (previousHash: string, line: SealedLine): string =>
  JSON.stringify([
    previousHash,
    line.sequence,
    line.id,
    line.at,
    line.accountId,
    line.enrollmentId,
    line.type,
    line.data,
    line.sealedAt,
  ])
