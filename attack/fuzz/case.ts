import { randomUUID } from 'node:crypto'
import { directoryPassword, entraPassword } from '@muster/demo/world/people'
import type { World } from '@muster/demo/world/world-options'
import type { Mutation } from './mutate.ts'
import type { Oracle, Verdict } from './oracle.ts'
import type { Move, Plan } from './plan.ts'
import { newPassword, rightFor, type Step, type Submission, visitorOf, wrongFor } from './submissions.ts'
import type { Tally } from './tally.ts'
import { type Answer, headerOf, type Sent, type Wire, withHeader, written } from './wire.ts'

/** What is wrong, and what to send to see it. */
export type Finding = {
  readonly case: number
  readonly what: string
  readonly request: string
  readonly answer: string
}

export type Field = {
  readonly world: World
  readonly wire: Wire
  readonly oracle: Oracle
  readonly tally: Tally
  report(finding: Finding): void
}

const isRecord = (value: unknown): value is Step => typeof value === 'object' && value !== null
const secrets = [directoryPassword, entraPassword, newPassword, 'Wrong-1!']
const ends = ['enrolled', 'refused', 'expired']

/** Everybody comes from an address of their own: limits by address are met only where they are meant to be. */
const addressOf = (number: number): string => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`

/** Walks one plan. Resolves when it has come to its end, whatever that was. */
export const runCase = async (field: Field, number: number, plan: Plan): Promise<void> => {
  const { world, wire, oracle, tally } = field
  const visitor = visitorOf(plan.username, number)
  const history: Sent[] = []
  const claimed = new Set<string>()
  let cookie: string | undefined
  let step: Step | undefined

  const dressed = (sent: Sent): Sent => {
    const own = [
      ['Origin', world.origin],
      ['X-Forwarded-For', addressOf(number)],
      ['User-Agent', plan.userAgent],
      ...(cookie === undefined ? [] : [['Cookie', cookie] as const]),
    ] as const
    return {
      ...sent,
      headers: [...sent.headers, ...own.filter(([name]) => headerOf(sent, name.toLowerCase()) === undefined)],
    }
  }

  const noteEvidence = ({ body }: Sent): void => {
    const text = body?.toString('latin1') ?? ''
    const digits = text.replaceAll(/\D/g, '')
    for (const [proof, texts] of visitor.evidence)
      for (const one of texts)
        if (text.includes(one) || (proof === 'email-code' && digits.includes(one))) claimed.add(proof)
  }

  /** A step that claims more than was ever entered, or answers with what was entered. */
  const unearned = (answer: Answer, verdict: Verdict): readonly string[] => {
    const factors = isRecord(verdict.step?.['factors']) ? verdict.step['factors']['proven'] : []
    const proven = Array.isArray(factors)
      ? factors.map((proof) => (proof === 'entra-mfa' ? 'entra' : String(proof)))
      : []
    const body = answer.kind === 'answer' ? answer.body : ''
    return [
      ...proven.filter((proof) => !claimed.has(proof)).map((proof) => `${proof} is proven, and nobody proved it`),
      ...secrets.filter((secret) => body.includes(secret)).map(() => 'a password in an answer'),
    ]
  }

  const say = async (sent: Sent, how: string): Promise<Verdict> => {
    noteEvidence(sent)
    const answer = await wire.send(sent)
    const verdict = oracle.judge(sent, answer)
    tally.count('request', how)
    tally.count('answer', `${verdict.call} ${verdict.outcome}`)
    tally.count('status', verdict.outcome.split(' ', 1)[0] ?? '')
    for (const what of [...verdict.findings, ...unearned(answer, verdict)])
      field.report({
        case: number,
        what,
        request: written(sent, new URL(world.bffOrigin).host),
        answer:
          answer.kind === 'answer' ? `${answer.status} ${JSON.stringify(answer.headers)}\n${answer.body}` : answer.kind,
      })
    const lines = answer.kind === 'answer' ? [answer.headers['set-cookie'] ?? []].flat() : []
    const set = lines.find((line) => line.startsWith('__Host-enrollment='))
    if (set !== undefined) cookie = set.split(';', 1)[0]
    if (verdict.step !== undefined && sent.method !== 'HEAD') {
      step = verdict.step
      tally.count('step', String(step['kind']))
    }
    if (history.length < 40) history.push(sent)
    return verdict
  }

  const post = ([call, body]: Submission): Sent => ({
    method: 'POST',
    path: `/api/enrollment${call === '' ? '' : `/${call}`}`,
    headers: [
      ['Content-Type', 'application/json'],
      ...(call === 'device' ? [['Idempotency-Key', randomUUID()] as const] : []),
    ],
    body: Buffer.from(JSON.stringify(body)),
  })
  const get = (path: string): Sent => ({ method: 'GET', path, headers: [] })
  const right = async () => (step === undefined ? undefined : rightFor(world, visitor, plan.account, step))
  const mutated = (sent: Sent, mutations: readonly Mutation[]): Sent =>
    mutations.reduce((changed, { apply, name }) => {
      tally.count('mutation', name)
      return apply(changed)
    }, sent)

  const asides = {
    current: () => get('/api/enrollment'),
    extend: () => post(['extend', {}]),
    resend: () => post(['email-code/resend', {}]),
    profile: () => get(`/api/accounts/${plan.account}`),
  }
  const requestFor = async (move: Move): Promise<Sent | undefined> => {
    switch (move.kind) {
      case 'mutated': {
        const submission = (await right()) ?? ['', { account: plan.account }]
        return mutated(dressed(post(submission)), move.mutations)
      }
      case 'generated':
        return mutated(dressed(move.generated.sent), move.generated.mutations)
      case 'repeat': {
        const earlier = history.at(-1 - move.back)
        return earlier === undefined ? undefined : mutated(earlier, move.mutations)
      }
      case 'hammer':
        return dressed(post(['email-code', { code: '00000000' }]))
      case 'out-of-order': {
        const submission = await rightFor(world, visitor, plan.account, { kind: kindOfCall[move.call] ?? move.call })
        return submission === undefined ? undefined : dressed(post(submission))
      }
      case 'wrong': {
        const submission = step === undefined ? undefined : await wrongFor(world, visitor, step, move.variant)
        return submission === undefined ? undefined : dressed(post(submission))
      }
      case 'aside':
        return dressed(asides[move.call]())
    }
  }
  const make = async (moves: readonly Move[]): Promise<void> => {
    for (const move of moves) {
      const times = move.kind === 'hammer' && step?.['kind'] === 'email-code' ? 6 : 1
      for (let time = 0; time < times; time += 1) {
        const sent = await requestFor(move)
        if (sent !== undefined) await say(sent, move.kind)
      }
    }
  }

  await say(dressed(post(['', { account: plan.account }])), 'right')
  let refusals = 0
  for (const stage of plan.stages) {
    await make(stage.moves)
    if (stage.right === 'never' || step === undefined || ends.includes(String(step['kind']))) break
    const submission = await right()
    if (submission === undefined) break
    const sent = dressed(post(submission))
    const [verdict] = await Promise.all([
      say(sent, 'right'),
      ...(stage.right === 'twice' ? [say(withHeader(sent, 'X-Tab', 'second'), 'twice')] : []),
    ])
    // A hostile call may have moved it on, or ended it
    if (verdict.step === undefined) {
      refusals += 1
      if (refusals > 2) break
      step = undefined
      await say(dressed(asides.current()), 'aside')
    }
  }
  await make(plan.after)
}

const kindOfCall: Readonly<Record<string, string>> = { identity: 'identify' }
