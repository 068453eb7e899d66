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

  test('of the allowed size is read, of one byte more is not', async () => {
    expect(await readBody(json('[1234567]'), 9)).toMatchObject({ ok: true })
    expect(await readBody(json('[12345678]'), 9)).toEqual({ ok: false, code: 'too-large' })
  })

  test('is measured in bytes, not in characters', async () => {
    expect(await readBody(json('["ää"]'), 7)).toEqual({ ok: false, code: 'too-large' })
    expect(await readBody(json('["ää"]'), 8)).toMatchObject({ ok: true })
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

  test('five levels deep is read, six are not', async () => {
    expect(await readBody(json('{"a":{"a":{"a":{"a":{"a":1}}}}}'), 100)).toMatchObject({ ok: true })
    expect(await readBody(json('{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}'), 100)).toEqual({ ok: false, code: 'malformed' })
    expect(await readBody(json('[[[[[[]]]]]]'), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test('with __proto__ anywhere is refused', async () => {
    for (const text of ['{"__proto__":1}', '{"a":[{"__proto__":{}}]}', '{"\\u005f_proto__":1}'])
      expect(await readBody(json(text), 100)).toEqual({ ok: false, code: 'malformed' })
  })

  test('that is absent, not JSON or not UTF-8 is malformed', async () => {
    expect(await readBody(json(null), 100)).toEqual({ ok: false, code: 'malformed' })
    expect(await readBody(json('{'), 100)).toEqual({ ok: false, code: 'malformed' })
    expect(await readBody(json(new Uint8Array([0x22, 0xff, 0x22])), 100)).toEqual({ ok: false, code: 'malformed' })
  })
})
