import { expect, test } from 'vitest'
import { consoleLog } from './edge-log.ts'

const logged = () => {
  const lines: string[] = []
  return {
    lines,
    log: consoleLog(
      (line) => lines.push(line),
      () => 7,
    ),
  }
}

test('a line is JSON with a level, a time and its words, as pino writes it', () => {
  const { lines, log } = logged()
  log.info({ mail: { id: 'm1' } })
  log.warn({ reason: 'stale' }, 'a request of the relay was refused')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { level: 30, time: 7, mail: { id: 'm1' } },
    { level: 40, time: 7, reason: 'stale', msg: 'a request of the relay was refused' },
  ])
})

test('an error shows its name, its words and where it was', () => {
  const { lines, log } = logged()
  log.error({ err: new TypeError('no line') })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 50,
    err: { type: 'TypeError', message: 'no line', stack: expect.stringContaining('edge-log.test') },
  })
})
