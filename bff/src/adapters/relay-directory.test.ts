import { describe, expect, test } from 'vitest'
import { Secret } from '../domain/secret.ts'
import { directorySuite } from '../ports/directory.suite.ts'
import { relayedDirectory as settings, relayPair } from '../testing/relay-pair.ts'
import { createRelayDirectory } from './relay-directory.ts'

const password = new Secret('Directory-1!')
const ana = 'ana@corp.example.test'

describe('through the relay', () => {
  directorySuite(async () => ({ directory: createRelayDirectory((await relayPair()).line), settings }))

  test('trouble with the directory is told as the relay has met it', async () => {
    const { line, neighbours } = await relayPair()
    neighbours.down.directoryAnswers = true
    expect(await createRelayDirectory(line).verifyPassword(settings, ana, password)).toEqual({
      kind: 'unavailable',
      asked: true,
    })
    neighbours.down.directory = true
    expect(await createRelayDirectory(line).verifyPassword(settings, ana, password)).toEqual({
      kind: 'unavailable',
      asked: false,
    })
  })

  test('a request that never left was not asked; one whose answer is lost may have been', async () => {
    const pair = await relayPair()
    const directory = createRelayDirectory(pair.line)
    pair.wire = () => Promise.reject(new Error('refused'))
    expect(await directory.verifyPassword(settings, ana, password)).toEqual({ kind: 'unavailable', asked: false })
    pair.wire = async (request, deliver) => {
      await deliver(request)
      throw new Error('cut')
    }
    expect(await directory.verifyPassword(settings, ana, password)).toEqual({ kind: 'unavailable', asked: true })
    expect(pair.neighbours.journal).toHaveLength(1)
  })

  test('nobody knows of a change whose answer is lost, and nobody is told that it was not made', async () => {
    const pair = await relayPair()
    const directory = createRelayDirectory(pair.line)
    const change = () =>
      directory.changePassword(settings, 'max@corp.example.test', password, new Secret('Fresh-Word-1!'))
    pair.wire = () => Promise.reject(new Error('refused'))
    expect(await change()).toEqual({ kind: 'unavailable', asked: false })
    pair.wire = async (request, deliver) => {
      await deliver(request)
      throw new Error('cut')
    }
    expect(await change()).toEqual({ kind: 'unconfirmed' })
  })

  test('between the two nobody reads a password, a name or an address', async () => {
    const pair = await relayPair()
    const seen: string[] = []
    pair.wire = async (request, deliver) => {
      seen.push(await request.clone().text(), JSON.stringify([...request.headers]))
      const response = await deliver(request)
      seen.push(await response.clone().text(), JSON.stringify([...response.headers]))
      return response
    }
    expect(await createRelayDirectory(pair.line).verifyPassword(settings, ana, password)).toMatchObject({
      kind: 'verified',
    })
    const readable = seen.flatMap((text) => [text, ...text.split(/[.",]/).map((part) => atobOr(part))]).join('\n')
    expect(readable).toContain('"htp":"/relay/directory/verify-password"')
    // Three letters alone come about in what is sealed, now and then.
    for (const secret of ['Directory-1!', '"ana"', 'username', 'corp.example.test'])
      expect(readable).not.toContain(secret)
  })
})

/** What base64url says, where it is some. */
const atobOr = (text: string): string => {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
