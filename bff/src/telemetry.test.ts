import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { openMeter } from './adapters/meter.ts'
import { observedDirectory, observedMailer } from './adapters/observed-neighbours.ts'
import { observedStore } from './adapters/observed-store.ts'
import { Secret } from './domain/secret.ts'
import { createApp } from './http/app.ts'
import { observeCalls } from './http/observed-calls.ts'
import { mailLine } from './portal.ts'
import type { Ports } from './ports/ports.ts'
import { StoreUnavailable } from './ports/store-unavailable.ts'
import { telemetryOver } from './telemetry.ts'
import { openBrowser } from './testing/browser.ts'
import { cellAccount, cells, directoryPassword, exampleDomain } from './testing/example-world.ts'
import { mailedCode, newKey, tokenFor, wrongCode } from './testing/person-answers.ts'
import { createSimulatedPortal } from './testing/simulated-portal.ts'
import { sendDue } from './use-cases/send-outbox.ts'

const username = 'zacharias.quill'
const address = `${username}@${exampleDomain}`
const trace = { id: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' }
const traceparent = `00-${trace.id}-${trace.span}-01`

/** The portal in memory with everything around it that measures, as the composition root puts it together. */
const observed = async ({
  trusted = true,
  sampled = true,
  over = {},
}: { trusted?: boolean; sampled?: boolean; over?: Partial<Ports> } = {}) => {
  const portal = await createSimulatedPortal({
    accounts: cells.map((cell) => cellAccount(cell)),
    people: [
      {
        username,
        displayName: 'Zacharias Quill',
        directory: { password: directoryPassword, mail: address },
        entra: { password: 'Entra-1!', upn: address, objectId: '6ac3f9a0-4d1c-4a44-9a57-0d3f5a3a8c11' },
      },
    ],
  })
  const exporter = new InMemorySpanExporter()
  const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer('test')
  const written: string[] = []
  const telemetry = telemetryOver({
    logTo: (mixin) => pino({ level: 'debug', mixin }, { write: (line) => void written.push(line) }),
    opened: openMeter(),
    ...(sampled ? { tracer } : {}),
  })
  const { observe, log } = telemetry
  const store = observedStore(portal.store, 'sqlite', observe, telemetry.enrollments)
  const mailer = observedMailer(portal.neighbours.mailer, observe)
  const app = createApp(
    { ...portal.ports, ...store, directory: observedDirectory(portal.ports.directory, observe), ...over },
    {
      origin: portal.origin,
      trustedProxies: [],
      peerAddress: () => '192.0.2.7',
      before: [observeCalls(telemetry.calls, () => trusted)],
      load: telemetry.metrics.load,
      log: ({ error, ...event }) => log.error({ ...event, err: error }, 'unexpected'),
    },
  )
  const send = async (): Promise<void> => {
    const sending = { ...portal.ports, outbox: store.outbox, mailer, isReady: async () => true }
    for (const mail of await Promise.all(await sendDue(sending, 10))) log.info(mailLine(mail))
  }
  return {
    portal,
    app,
    send,
    telemetry,
    browser: () => openBrowser({ app, origin: portal.origin }),
    spans: () => exporter.getFinishedSpans(),
    lines: (): readonly Readonly<Record<string, unknown>>[] => written.map((line) => JSON.parse(line)),
    told: async () =>
      [
        await telemetry.text(),
        ...exporter
          .getFinishedSpans()
          .map(({ name, attributes, events, links, status }) =>
            JSON.stringify([name, attributes, events, links, status]),
          ),
        ...written,
      ].join('\n'),
  }
}

type Observed = Awaited<ReturnType<typeof observed>>
let world: Observed
beforeEach(async () => {
  world = await observed()
})

/** An enrollment with a wrong password, a wrong code and a device; gives what nobody may read anywhere. */
const enroll = async ({ browser: open, portal, send }: Observed) => {
  const browser = open()
  const { reference } = await browser.step('identify', '', { account: 'new-ad-2' })
  await browser.step('password', '/identity', { username, domain: exampleDomain })
  const { cookie: first } = browser
  await browser.problem('/password', { password: 'Wrong-Password-7!' })
  await browser.step('email-code', '/password', { password: directoryPassword })
  await send()
  const code = await mailedCode(portal, username)
  await browser.problem('/email-code', { code: wrongCode(code) })
  await browser.step('device', '/email-code', { code })
  await browser.step('enrolled', '/device', { platform: 'ios', ownership: 'personal', name: 'Quill’s phone' }, newKey())
  await send()
  const { cookie: last } = browser
  return { reference, secrets: [code, wrongCode(code), 'Wrong-Password-7!', directoryPassword, first, last] }
}

const signIn = async ({ browser: open }: Observed, account = 'new-entra-2-mfa') => {
  const browser = open()
  await browser.step('identify', '', { account })
  const step = await browser.step('entra-sign-in', '/identity', { username, domain: exampleDomain })
  const idToken = tokenFor(step, username)
  await browser.problem('/entra-sign-in', { idToken: `${idToken}x` })
  const fresh = await browser.step('entra-sign-in', '/extend', {})
  const right = tokenFor(fresh, username)
  await browser.step('email-code', '/entra-sign-in', { idToken: right })
  return [idToken, right, step.nonce, fresh.nonce, browser.cookie]
}

describe('nobody is named', () => {
  test('in no label, span or line of the log: no name, address, password, code, token, nonce or cookie', async () => {
    const { secrets } = await enroll(world)
    const ofEntra = await signIn(world)
    const refused = world.browser()
    await refused.send('POST', '/api/enrollment', { account: 'new-none-1' })
    await refused.send('POST', '/api/enrollment/identity', { username, domain: exampleDomain })
    const told = await world.told()
    // What is looked through is there at all.
    expect(told).toContain('new-ad-2')
    expect(world.spans().length).toBeGreaterThan(40)
    for (const secret of [...secrets, ...ofEntra, username, address, 'acharias', 'Quill', 'quill', '192.0.2.7']) {
      expect(secret).toEqual(expect.any(String))
      expect(told).not.toContain(secret)
    }
  })

  test('where something fails neither: an error is told by its class, whose words may hold an address', async () => {
    const { observe } = world.telemetry
    const failing = { send: () => Promise.reject(new RangeError(`no such person: ${address}`)) }
    const mail = { id: '1', to: { name: '', address }, language: 'en', subject: '', text: '', html: '' }
    await expect(observedMailer(failing, observe).send(mail)).rejects.toThrow(RangeError)
    expect(world.spans()).toMatchObject([{ name: 'smtp send', attributes: { 'error.type': 'RangeError' } }])
    const told = await world.told()
    expect(told).toContain('operation="send",outcome="error"')
    expect(told).not.toContain(username)
  })
})

describe('what happened is there to be counted', () => {
  test('each step once, each event of the audit, each problem by its code, and what was asked of whom', async () => {
    await enroll(world)
    const text = await world.telemetry.text()
    for (const step of ['identifying', 'password', 'email-code', 'choosing-device', 'enrolled'])
      expect(text).toContain(`muster_enrollment_steps_total{account="new-ad-2",step="${step}"} 1\n`)
    for (const event of [
      'enroll.start',
      'auth.password.fail',
      'auth.password.ok',
      'code.sent',
      'code.wrong',
      'code.ok',
      'device.ok',
    ])
      expect(text).toContain(`muster_enrollment_events_total{account="new-ad-2",event="${event}"} 1\n`)
    for (const code of ['sign-in-failed', 'code-wrong'])
      expect(text).toContain(`muster_problems_total{code="${code}"} 1\n`)
    expect(text).toContain('_count{dependency="ldap",operation="verify-password",outcome="rejected"} 1\n')
    expect(text).toContain('_count{dependency="ldap",operation="verify-password",outcome="verified"} 1\n')
    expect(text).toContain('_count{dependency="smtp",operation="send",outcome="sent"} 2\n')
  })

  test('who may not sign in at all was refused, and why', async () => {
    const browser = world.browser()
    await browser.send('POST', '/api/enrollment', { account: 'new-none-1' })
    await browser.send('POST', '/api/enrollment/identity', { username, domain: exampleDomain })
    expect(await world.telemetry.text()).toContain(
      'muster_enrollments_refused_total{account="new-none-1",because="authentication-not-configured"} 1\n',
    )
  })

  test('every audited event is counted: as many as the audit has', async () => {
    await enroll(world)
    await signIn(world)
    const lines = await world.portal.store.administration.audit({ most: 200 })
    // Accounts were applied before anybody counted.
    const audited = lines.filter(({ type }) => type !== 'config.change')
    const counted = [...(await world.telemetry.text()).matchAll(/^muster_enrollment_events_total\{.*\} (\d+)$/gm)]
    expect(counted.reduce((sum, [, times]) => sum + Number(times), 0)).toBe(audited.length)
  })
})

describe('a reference leads from the help desk to the log and the trace', () => {
  test('every line that concerns the enrollment has it, mails’ too, with the request and the trace', async () => {
    const { reference } = await enroll(world)
    const lines = world.lines()
    expect(lines.length).toBeGreaterThanOrEqual(9)
    for (const line of lines) expect(line).toMatchObject({ reference })
    const answered = lines.filter(({ msg }) => msg === 'answered')
    expect(answered.length).toBe(7)
    for (const line of answered)
      expect(line).toMatchObject({
        request: expect.stringMatching(/^[\da-f-]{36}$/),
        trace: expect.stringMatching(/^[\da-f]{32}$/),
        account: 'new-ad-2',
        route: expect.stringMatching(/^\/api\/enrollment/),
      })
    const mails = lines.flatMap(({ mail }) => (mail === undefined ? [] : [mail]))
    const sent = world.spans().filter(({ name }) => name === 'smtp send')
    expect(mails).toEqual(sent.map(({ attributes }) => expect.objectContaining({ id: attributes['muster.mail'] })))
    const roots = world.spans().filter(({ attributes }) => attributes['muster.reference'] === reference)
    expect(roots.map((span) => span.spanContext().traceId)).toEqual(answered.map(({ trace: id }) => id))
  })

  test('what a request asked of others belongs to its trace', async () => {
    await enroll(world)
    const spans = world.spans()
    const password = spans.filter(({ name }) => name === 'POST /api/enrollment/password')
    const bind = spans.filter(({ name }) => name === 'ldap verify-password')
    expect(bind.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(
      password.map((span) => span.spanContext().spanId),
    )
    expect(spans.filter(({ name }) => name === 'store enrollments.save')[0]?.attributes).toMatchObject({
      'db.system.name': 'sqlite',
      'db.operation.name': 'enrollments.save',
    })
  })

  test('a problem without an enrollment has the reference that was told, in the log too', async () => {
    const reply = await world.browser().problem('/password', { password: 'x' })
    expect(world.lines()).toMatchObject([{ reference: reply.reference, code: 'no-enrollment', status: 404 }])
  })

  test('what the server failed at is told under another reference; the request leads from one to the other', async () => {
    const countTry = () => Promise.reject(new StoreUnavailable('locked'))
    world = await observed({ over: { codes: { countTry } } })
    const browser = world.browser()
    const { reference } = await browser.step('identify', '', { account: 'new-ad-2' })
    await browser.step('password', '/identity', { username, domain: exampleDomain })
    await browser.step('email-code', '/password', { password: directoryPassword })
    const problem = await browser.problem('/email-code', { code: '12345678' })
    expect(problem).toMatchObject({ code: 'unavailable', reference: expect.not.stringMatching(reference) })
    const [failed, answered] = world.lines().slice(-2)
    expect(failed).toMatchObject({ level: 50, reference: problem.reference, request: answered?.['request'] })
    expect(answered).toMatchObject({ level: 30, reference, told: problem.reference, status: 503 })
    expect(world.spans().at(-1)).toMatchObject({ status: { code: 2 }, attributes: { 'muster.reference': reference } })
  })

  test('a look at where things stand is only for who asks for it', async () => {
    const browser = world.browser()
    await browser.step('identify', '', { account: 'new-ad-2' })
    await browser.send('GET', '/api/enrollment')
    expect(world.lines().map(({ level, method }) => [level, method])).toEqual([
      [30, 'POST'],
      [20, 'GET'],
    ])
  })
})

describe('a trace that a caller names', () => {
  const open = (one: Observed, headers: Readonly<Record<string, string>>) =>
    one.browser().step('identify', '', { account: 'new-ad-2' }, headers)

  test('is gone on with where a proxy of ours names it, with its request', async () => {
    await open(world, { traceparent, 'x-request-id': 'req-0123456789' })
    const root = world.spans().find(({ name }) => name === 'POST /api/enrollment')
    expect(root?.parentSpanContext).toMatchObject({ traceId: trace.id, spanId: trace.span })
    expect(world.lines()).toMatchObject([{ trace: trace.id, request: 'req-0123456789' }])
  })

  test.each([
    ['from anybody else', false, traceparent, 'req-0123456789'],
    ['that is none', true, '00-zz-zz-01', 'a request'],
  ])('%s is passed over', async (_what, trusted, named, request) => {
    world = await observed({ trusted })
    await open(world, { traceparent: named, 'x-request-id': request })
    const root = world.spans().find(({ name }) => name === 'POST /api/enrollment')
    expect(root?.parentSpanContext).toBeUndefined()
    expect(JSON.stringify(world.lines())).not.toMatch(/4bf92f35|req-0123456789|a request/)
  })

  test('at the relay counts for what was signed alone', async () => {
    const { unprovenCalls, admitted, log } = world.telemetry
    const served = { method: 'POST', route: '/relay/*', status: 200, seconds: 0.1 }
    await unprovenCalls({ method: 'POST', traceparent }, async () => {
      log.warn({}, 'requests were refused')
      return served
    })
    expect(world.spans()).toEqual([])
    expect(JSON.stringify(world.lines())).not.toContain(trace.id)
    await unprovenCalls({ method: 'POST', traceparent }, async () => {
      await admitted('/relay/hello', async () => log.info({}, 'within'))
      return served
    })
    expect(world.spans()[0]?.parentSpanContext).toMatchObject({ traceId: trace.id })
    expect(world.lines().at(-1)).toMatchObject({ msg: 'within', trace: trace.id })
  })
})

test('without a collector nothing is traced, and all else is as before', async () => {
  world = await observed({ sampled: false })
  const { reference } = await enroll(world)
  expect(world.spans()).toEqual([])
  expect(world.telemetry.spans.headers()).toEqual({})
  for (const line of world.lines()) expect(line).toMatchObject({ reference })
  expect(JSON.stringify(world.lines())).not.toContain('"trace"')
  const directory = observedDirectory(world.portal.ports.directory, world.telemetry.observe)
  const settings = { accountId: 'acme', id: 'corp', urls: ['ldaps://dc1.corp.example.test'] }
  expect(await directory.verifyPassword(settings, address, new Secret(directoryPassword))).toMatchObject({
    kind: 'verified',
  })
})
