import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type Call, type Document, findCall } from './document.ts'
import { type Answer, isBent, type Sent } from './wire.ts'

/** What every answer of the API carries (STANDARD 4.6), as somebody outside would write it down. */
const headersOfEveryAnswer: Readonly<Record<string, RegExp>> = {
  'cache-control': /^no-store$/,
  'content-security-policy': /^default-src 'none'; frame-ancestors 'none'$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'referrer-policy': /^no-referrer$/,
  'strict-transport-security': /max-age=63072000/,
  'x-content-type-options': /^nosniff$/,
}
const cookie = /^__Host-(?:enrollment|hand-over)=[\w.-]*; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/

/** What is no HTTP, or reaches nobody, is refused in the protocol's own words, without a body. */
const ofTheProtocol = [400, 405, 408, 413, 414, 417, 431]
/** Beside the document: the call's own description, and pictures. Nobody programs against them. */
const besides = /^\/api\/(openapi\.json|reports|accounts\/[^/?#]+\/logo)$/
const comesAgain = [429, 503]

export type Verdict = {
  readonly findings: readonly string[]
  /** For the tally: the call, and what was answered. */
  readonly call: string
  readonly outcome: string
  /** The step of a success. */
  readonly step?: Readonly<Record<string, unknown>>
}

export type Oracle = { judge(sent: Sent, answer: Answer): Verdict }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

type Answered = Extract<Answer, { kind: 'answer' }>

/** Holds every answer against the portal's own document, and against what holds for all of them. */
export const createOracle = (document: Document): Oracle => {
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: false }))
  ajv.addSchema({ $id: 'api', components: document.components })
  const faultIn = (schema: string, value: unknown): readonly string[] => {
    const validate = ajv.getSchema(`api#/components/schemas/${schema}`)
    if (validate === undefined) return [`the document has no schema ${schema}`]
    return validate(value) === true ? [] : [`no ${schema}: ${ajv.errorsText(validate.errors)}`]
  }

  const ofProblem = ({ status, headers }: Answered, body: unknown, call: Call | undefined): readonly string[] => {
    if (!isRecord(body)) return ['a problem that is no JSON object']
    const { code, retryAfter } = body
    const documented = call?.operation.responses[String(status)]?.description ?? `\`${String(code)}\``
    return [
      ...faultIn('Problem', body),
      ...(body['status'] === status ? [] : [`status ${String(body['status'])} in a problem answered ${status}`]),
      ...(documented.includes(`\`${String(code)}\``) ? [] : [`code ${String(code)} is not documented for this call`]),
      ...(comesAgain.includes(status) && headers['retry-after'] === undefined ? ['no Retry-After'] : []),
      ...(retryAfter === undefined || headers['retry-after'] === JSON.stringify(retryAfter)
        ? []
        : ['another Retry-After']),
    ]
  }

  const ofSuccess = ({ status, headers }: Answered, body: unknown, call: Call, head: boolean): readonly string[] => {
    const schema = call.operation.responses[String(status)]?.content?.['application/json']?.schema.$ref
    const name = schema?.split('/').at(-1)
    return [
      ...(name === undefined || head ? [] : faultIn(name, body)),
      ...(name === 'Step' && headers.etag === undefined ? ['a step without an ETag'] : []),
    ]
  }

  const ofHeaders = ({ headers }: Answered): readonly string[] => [
    ...Object.entries(headersOfEveryAnswer)
      .filter(([name, value]) => !value.test(String(headers[name] ?? '')))
      .map(([name]) => `header ${name}: ${String(headers[name])}`),
    ...[headers['set-cookie'] ?? []].flat().flatMap((line) => (cookie.test(line) ? [] : [`Set-Cookie: ${line}`])),
  ]

  const judgeAnswer = (sent: Sent, answer: Answered): Verdict => {
    const path = sent.path.split(/[?#]/, 1)[0] ?? ''
    const known = findCall(document, sent.method, path)
    const name = known?.operation.operationId ?? (besides.test(path) ? 'besides' : 'none')
    const { status, headers, body: text } = answer
    const body = parsed(text)
    const type = headers['content-type'] ?? ''
    const code = isRecord(body) ? textOf(body['code']) : undefined
    const step = isRecord(body) && typeof body['kind'] === 'string' ? body : undefined
    const outcome = `${status} ${(status >= 400 ? code : textOf(step?.['kind'])) ?? ''}`.trim()
    const verdict = (findings: readonly string[]): Verdict => ({
      call: name,
      outcome,
      findings,
      ...(step === undefined ? {} : { step }),
    })

    if (status >= 500) return verdict([`${status}: no 5xx while everything is in order`])
    if (text === '' && ofTheProtocol.includes(status) && (isBent(sent) || headers.connection === 'close'))
      return { call: 'none', outcome: `${status} of the protocol`, findings: [] }
    // Whatever a bent path is taken for, an API's answer has an API's headers
    if (!type.startsWith('application/') && status !== 204 && name === 'none') return verdict([])
    const isProblem = type.startsWith('application/problem+json')
    const head = sent.method === 'HEAD'
    return verdict([
      ...ofHeaders(answer),
      ...(known !== undefined && known.operation.responses[String(status)] === undefined
        ? [`status ${status} is not documented for ${name}`]
        : []),
      ...(isProblem && !head ? ofProblem(answer, body, known) : []),
      ...(status >= 400 && !isProblem ? [`${status} without a problem`] : []),
      ...(status < 400 && known !== undefined ? ofSuccess(answer, body, known, head) : []),
    ])
  }

  return {
    judge: (sent, answer) => {
      if (answer.kind === 'answer') return judgeAnswer(sent, answer)
      const findings = answer.kind === 'no-answer' ? [`no answer: ${answer.why}`] : []
      return { call: 'none', outcome: `${answer.kind} ${answer.why}`, findings }
    },
  }
}
