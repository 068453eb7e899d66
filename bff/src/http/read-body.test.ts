import { describe, expect, test } from 'vitest'
import { readBody } from './read-body.ts'

const json = (body: BodyInit | null, contentType = 'application/json') =>
  new Request('https://portal.example.test', {
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  })

describe('a body', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON',
  ])('of the type %j is read', async (type) => {
    expect(await readBody(json('{"a":1}', type), 100)).toEqual({ ok: true, value: { a: 1 } })
  })

  test.each([
    '',
    'text/json',
    'application/jsonx',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'multipart/form-data',
  ])('of the type %j is not', async (type) => {
    expect(await readBody(json('{"a":1}', type), 100)).toEqual({ ok: false, code: 'unsupported-media-type' })
  })

  test.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x'])(
    'in the coding %j is not, whatever it holds',
    async (coding) => {
      const coded = json('{"a":1}')
      coded.headers.set('content-encoding', coding)
      expect(await readBody(coded, 100)).toEqual({ ok: false, code: 'unsupported-media-type' })
    },
  )

  test('in no coding, said so, is read', async () => {
    const plain = json('{"a":1}')
    plain.headers.set('content-encoding', 'Identity')
    expect(await readBody(plain, 100)).toMatchObject({ ok: true })
  })

  test('of the allowed size is read, of one byte more is not', async () => {
    expect(await readBody(json('[1234567]'), 9)).toMatchObject({ ok: true })
    expect(await readBody(json('[12345678]'), 9)).toEqual({ ok: false, code: 'too-large' })
  })

  test('is measured in bytes, not in characters', async () => {
    expect(await readBody(json('["ää"]'), 7)).toEqual({ ok: false, code: 'too-large' })
    expect(await readBody(json('["ää"]'), 8)).toMatchObject({ ok: true })
  })

  test('is measured, whatever length was told', async () => {
    for (const told of ['3', '100', 'x']) {
      const lying = json('[12345678]')
      lying.headers.set('content-length', told)
      expect(await readBody(lying, 9)).toEqual({ ok: false, code: 'too-large' })
    }
  })

  test('that is told to be too large is not read', async () => {
    const told = json('[1]')
    told.headers.set('content-length', '10')
    expect(await readBody(told, 9)).toEqual({ ok: false, code: 'too-large' })
    expect(told.bodyUsed).toBe(false)
  })

  test('without an end is left as soon as it is too large', async () => {
    let pulled = 0
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(10))
      },
      cancel: () => void (cancelled = true),
    })
    expect(await readBody(json(endless), 100)).toEqual({ ok: false, code: 'too-large' })
    expect(cancelled).toBe(true)
    expect(pulled).toBeLessThan(20)
  })

  test('that breaks off is malformed, and no mishap of ours', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('the other side is gone')),
    })
    expect(await readBody(json(broken), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test('five levels deep is read, six are not', async () => {
    expect(await readBody(json('{"a":{"a":{"a":{"a":{"a":1}}}}}'), 100)).toMatchObject({ ok: true })
    expect(await readBody(json('{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}'), 100)).toEqual({ ok: false, code: 'malformed' })
    expect(await readBody(json('[[[[[[]]]]]]'), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test('with __proto__ anywhere is refused', async () => {
    for (const text of ['{"__proto__":1}', '{"a":[{"__proto__":{}}]}', '{"\\u005f_proto__":1}'])
      expect(await readBody(json(text), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test.each([
    ['beside each other', '{"a":1,"a":2}'],
    ['alike values too', '{"a":1,"a":1}'],
    ['with others between', '{"a":1,"b":[],"a":2}'],
    ['written in two ways', String.raw`{"a":1,"\u0061" : 2}`],
    ['further down', '{"a":[{"b":1},{"b":1,"b":2}]}'],
    ['with quotes in them', String.raw`{"\"":1,"\"":2}`],
  ])('with a key twice is refused: %s', async (_what, text) => {
    expect(await readBody(json(text), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test.each([
    String.raw`{"a":"b\":1,\"b\":","b":"{\"a\":1}"}`,
    String.raw`{"a\\":"\\","b":[{"a":{}},{"a":{}}],"":":"}`,
    '["a:","a:"]',
  ])('with what only looks like a key twice is read: %s', async (text) => {
    expect(await readBody(json(text), 100)).toEqual({ ok: true, value: JSON.parse(text) })
  })

  test.each([
    ['overlong', [0x22, 0xc1, 0xa1, 0x22]],
    ['an overlong NUL', [0x22, 0xc0, 0x80, 0x22]],
    ['half of a character', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['beyond Unicode', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['cut off', [0x22, 0xe2, 0x82, 0x22]],
    ['UTF-16, little end first', [0xff, 0xfe, 0x31, 0x00]],
    ['UTF-16 without its mark', [0x31, 0x00]],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0x31]],
  ])('in other bytes than plain UTF-8 is malformed: %s', async (_what, bytes) => {
    expect(await readBody(json(new Uint8Array(bytes)), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test('that is absent, not JSON or not UTF-8 is malformed', async () => {
    expect(await readBody(json(null), 100)).toEqual({ ok: false, code: 'malformed' })
    expect(await readBody(json('{'), 100)).toEqual({ ok: false, code: 'malformed' })
    expect(await readBody(json(new Uint8Array([0x22, 0xff, 0x22])), 100)).toEqual({ ok: false, code: 'malformed' })
  })
})
