import type { Log } from './portal.ts'

const levels = { info: 30, warn: 40, error: 50 } as const

const told = (value: unknown): unknown =>
  value instanceof Error ? { type: value.name, message: value.message, stack: value.stack } : value

/** Lines as pino writes them, for a runtime that collects what is written to the console. */
export const consoleLog = (write: (line: string) => void, now: () => number = Date.now): Log => {
  const at =
    (level: keyof typeof levels): Log['info'] =>
    (event, words) => {
      const fields = Object.fromEntries(Object.entries(event).map(([name, value]) => [name, told(value)]))
      write(
        JSON.stringify({
          level: levels[level],
          time: now(),
          ...fields,
          ...(words === undefined ? {} : { msg: words }),
        }),
      )
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
