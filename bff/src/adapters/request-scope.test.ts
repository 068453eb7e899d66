import { expect, test } from 'vitest'
import { createRequestScope } from './request-scope.ts'

type Line = { readonly number: number; isOpen: boolean }

const lines = () => {
  const opened: Line[] = []
  const failures: unknown[] = []
  const rests: Promise<unknown>[] = []
  const scope = createRequestScope<Line>({
    open: () => {
      const line = { number: opened.length + 1, isOpen: true }
      opened.push(line)
      return line
    },
    close: async (line) => void (line.isOpen = false),
    failed: (error) => failures.push(error),
  })
  return { scope, opened, failures, rests, waitUntil: (rest: Promise<unknown>) => void rests.push(rest) }
}

test('requests at the same time have each their own, and one request has one', async () => {
  const { scope, opened, waitUntil, rests } = lines()
  const turn = Promise.withResolvers<void>()
  const ask = async () => {
    const first = scope.current().number
    await turn.promise
    return [first, scope.current().number]
  }
  const both = [scope.run(waitUntil, ask), scope.run(waitUntil, ask)]
  turn.resolve()
  expect(await Promise.all(both)).toEqual([
    [1, 1],
    [2, 2],
  ])
  await Promise.all(rests)
  expect(opened.map(({ isOpen }) => isOpen)).toEqual([false, false])
})

test('a request that needs nothing opens nothing', async () => {
  const { scope, opened, waitUntil, rests } = lines()
  expect(await scope.run(waitUntil, async () => 'static')).toBe('static')
  await Promise.all(rests)
  expect(opened).toEqual([])
})

test('what is deferred has it after the answer, and what that defers as well; then it is closed', async () => {
  const { scope, opened, waitUntil, rests } = lines()
  const answered = Promise.withResolvers<void>()
  const seen: string[] = []
  const see = (what: string) => seen.push(`${what}: ${scope.current().isOpen ? 'open' : 'closed'}`)
  await scope.run(waitUntil, async () => {
    scope.defer(async () => {
      await answered.promise
      see('mail')
      scope.defer(async () => see('its audit'))
    })
    see('answer')
  })
  expect(seen).toEqual(['answer: open'])
  answered.resolve()
  await Promise.all(rests)
  expect(seen).toEqual(['answer: open', 'mail: open', 'its audit: open'])
  expect(opened).toEqual([{ number: 1, isOpen: false }])
})

test('a request that fails is closed, and says why', async () => {
  const { scope, opened, waitUntil, rests } = lines()
  const failing = scope.run(waitUntil, () => Promise.reject(new Error(`line ${scope.current().number} broke`)))
  await expect(failing).rejects.toThrow('line 1 broke')
  await Promise.all(rests)
  expect(opened).toEqual([{ number: 1, isOpen: false }])
})

test('a deferred work that fails is told, and neither holds up the others nor the closing', async () => {
  const { scope, opened, failures, waitUntil, rests } = lines()
  const trouble = new Error('no mail server')
  await scope.run(waitUntil, async () => {
    scope.current()
    scope.defer(() => Promise.reject(trouble))
  })
  await Promise.all(rests)
  expect(failures).toEqual([trouble])
  expect(opened).toEqual([{ number: 1, isOpen: false }])
})

test('outside of a request there is none', () => {
  const { scope } = lines()
  expect(() => scope.current()).toThrow('outside of one')
  expect(() => scope.defer(async () => undefined)).toThrow('outside of one')
})
