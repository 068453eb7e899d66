import type { ProblemCode } from '@muster/shared/problem'

/** What a request's body turned out to be, or why it is refused. */
export type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: ProblemCode }

const refuse = (code: ProblemCode): ReadBody => ({ ok: false, code })

const jsonType = /^application\/json(?:\s*;\s*charset=utf-8)?$/i

/** Measured and read as it comes: what a coding unfolds to would be neither. */
const isUncoded = (contentEncoding: string | null): boolean =>
  contentEncoding === null || contentEncoding.trim().toLowerCase() === 'identity'

/** Reads at most `most` bytes and counts while they come (STANDARD 4.3). */
const streamAtMost = async (body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array | undefined> => {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) return undefined
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/**
 * Reads at most `most` bytes. Of a length that was told HTTP lets no more through (RFC 9112 section 6.3), and what is read
 * at once needs no stream of its own; whatever was told, what came is measured.
 */
const readAtMost = async (request: Request, most: number): Promise<Uint8Array | undefined> => {
  const told = Number(request.headers.get('content-length') ?? Number.NaN)
  if (told > most) return undefined
  if (Number.isNaN(told)) return streamAtMost(request.body, most)
  const bytes = new Uint8Array(await request.arrayBuffer())
  return bytes.byteLength > most ? undefined : bytes
}

/** At most five levels, and no key that could reach a prototype. */
const isPlain = (value: unknown, depth = 5): boolean => {
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0) return false
  return Object.entries(value).every(([key, inner]) => key !== '__proto__' && isPlain(inner, depth - 1))
}

const keysIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? (Array.isArray(value) ? 0 : Object.keys(value).length) +
      Object.values(value).reduce((sum: number, inner: unknown) => sum + keysIn(inner), 0)
    : 0

/** Whoever inspects a request in front of us may take the first of two alike keys; we would take the last (RFC 8259 section 4). */
const hasKeyTwice = (json: string, value: unknown): boolean =>
  [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length > keysIn(value)

/** A JSON body: its type, size, encoding and shape checked before any handler sees it (STANDARD 4.2, 4.3). */
export const readBody = async (request: Request, most: number, types: RegExp = jsonType): Promise<ReadBody> => {
  if (!types.test(request.headers.get('content-type')?.trim() ?? '')) return refuse('unsupported-media-type')
  if (!isUncoded(request.headers.get('content-encoding'))) return refuse('unsupported-media-type')
  try {
    // A sender that goes away midway ends in the catch too: nobody is there to be told.
    const bytes = await readAtMost(request, most)
    if (bytes === undefined) return refuse('too-large')
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    return isPlain(value) && !hasKeyTwice(text, value) ? { ok: true, value } : refuse('malformed')
  } catch {
    return refuse('malformed')
  }
}
