import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ServerIdentity } from '@muster/demo/certificates/demo-authority'

export type MailSink = {
  readonly plainPort: number
  readonly startTlsPort: number
  readonly tlsPort: number
  /** The next code that is mailed to somebody, or was before anybody asked. Rejects after `patience` ms. */
  codeFor(to: string, patience?: number): Promise<string>
  /** How many mails have come so far. */
  readonly received: number
  stop(): void
}

type Word = { readonly ports: readonly number[] } | { readonly to: string; readonly code?: string }

/** Starts the sink in a process of its own, so that its CPU is not the portal's, nor its hurry the load's. */
export const startMailSink = async ({ certificate, key }: ServerIdentity): Promise<MailSink> => {
  const child = fork(join(import.meta.dirname, 'smtp-sink.ts'), {
    env: { SINK_CERTIFICATE: certificate, SINK_KEY: key },
  })
  let received = 0
  const early = new Map<string, string>()
  const waiting = new Map<string, (code: string) => void>()
  const [plainPort = 0, startTlsPort = 0, tlsPort = 0] = await new Promise<readonly number[]>((resolve, reject) => {
    child.once('error', reject)
    child.on('message', (word: Word) => {
      if ('ports' in word) resolve(word.ports)
      else received += 1
      if ('to' in word && word.code !== undefined) {
        const take = waiting.get(word.to)
        waiting.delete(word.to)
        if (take === undefined) early.set(word.to, word.code)
        else take(word.code)
      }
    })
  })
  return {
    plainPort,
    startTlsPort,
    tlsPort,
    get received() {
      return received
    },
    codeFor: (to, patience = 30_000) => {
      const code = early.get(to)
      if (early.delete(to) && code !== undefined) return Promise.resolve(code)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no code for ${to} within ${patience} ms`)), patience)
        waiting.set(to, (found) => {
          clearTimeout(timer)
          resolve(found)
        })
      })
    },
    stop: () => child.disconnect(),
  }
}
