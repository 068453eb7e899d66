import * as z from 'zod/mini'

/** One thing that a page was kept from, or would be: nothing in it is longer than a line, and no query or fragment. */
export type Violation = {
  readonly directive: string
  readonly disposition: 'enforce' | 'report'
  /** The account's part of the page's path; what follows may name a person's enrollment request. */
  readonly page: string
  /** An origin, or a word such as `inline`. */
  readonly blocked: string
  /** The script's address without its query, its line and column. */
  readonly source: string
  /** Which sink wanted a trusted type; never what it was given. */
  readonly sink?: string
}

const optionalText = z.optional(z.nullable(z.string()))
const optionalNumber = z.optional(z.nullable(z.number()))

/** As browsers post it by the Reporting API (W3C Reporting 1, CSP 3 section 5.3). Browsers add fields of their own. */
const ReportBody = z.object({
  documentURL: z.string(),
  effectiveDirective: z.string(),
  disposition: z.enum(['enforce', 'report']),
  blockedURL: optionalText,
  sourceFile: optionalText,
  lineNumber: optionalNumber,
  columnNumber: optionalNumber,
  sample: optionalText,
})
const Reports = z.array(z.object({ type: z.string(), body: z.nullable(z.record(z.string(), z.unknown())) }))

/** As they posted it before that, to `report-uri` (CSP 3 section 5.2). */
const LegacyReport = z.object({
  'csp-report': z.object({
    'document-uri': z.string(),
    'effective-directive': optionalText,
    'violated-directive': optionalText,
    disposition: z.optional(z.enum(['enforce', 'report'])),
    'blocked-uri': optionalText,
    'source-file': optionalText,
    'line-number': optionalNumber,
    'column-number': optionalNumber,
    'script-sample': optionalText,
  }),
})

type Body = z.infer<typeof ReportBody>

/** What a log can hold: one line of ASCII. */
const written = (text: string, longest: number): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, longest)

const parsedUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

/** `inline`, `eval`, `data`: what is blocked need not be an address. */
const blockedIn = (text: string): string => {
  const url = parsedUrl(text)
  if (url === undefined) return /^[a-z-]{1,40}$/.test(text) ? text : 'other'
  return url.origin === 'null' ? written(url.protocol, 40) : written(url.origin, 200)
}

const sourceIn = ({ sourceFile, lineNumber, columnNumber }: Body): string => {
  const url = parsedUrl(sourceFile ?? '')
  if (url === undefined || url.origin === 'null') return written(url?.protocol ?? '', 40)
  return written(`${url.origin}${url.pathname}`, 200) + `:${lineNumber ?? 0}:${columnNumber ?? 0}`
}

const violationOf = (body: Body, origin: string): Violation | undefined => {
  const page = parsedUrl(body.documentURL)
  // Anybody may send us reports; those about other pages are not ours to read.
  if (page?.origin !== origin) return undefined
  const sink = /^[\w .]{1,60}(?=\|)/.exec(body.sample ?? '')?.[0]
  return {
    directive: /^[a-z-]{1,40}$/.test(body.effectiveDirective) ? body.effectiveDirective : 'other',
    disposition: body.disposition,
    page: written(`/${page.pathname.split('/')[1] ?? ''}`, 60),
    blocked: blockedIn(body.blockedURL ?? ''),
    source: sourceIn(body),
    ...(sink === undefined ? {} : { sink }),
  }
}

const legacyBody = ({ 'csp-report': report }: z.infer<typeof LegacyReport>): Body => ({
  documentURL: report['document-uri'],
  effectiveDirective: report['effective-directive'] ?? report['violated-directive']?.split(' ')[0] ?? '',
  disposition: report.disposition ?? 'enforce',
  blockedURL: report['blocked-uri'],
  sourceFile: report['source-file'],
  lineNumber: report['line-number'],
  columnNumber: report['column-number'],
  sample: report['script-sample'],
})

const bodiesIn = (value: unknown): readonly Body[] | undefined => {
  const legacy = LegacyReport.safeParse(value)
  if (legacy.success) return [legacyBody(legacy.data)]
  const reports = Reports.safeParse(value)
  if (!reports.success) return undefined
  const bodies = reports.data
    .filter(({ type }) => type === 'csp-violation')
    .map(({ body }) => ReportBody.safeParse(body))
  return bodies.every(({ success }) => success) ? bodies.flatMap(({ data }) => data ?? []) : undefined
}

/** The violations on pages of `origin` that browsers report; undefined when it is no report of theirs. */
export const violationsIn = (value: unknown, origin: string): readonly Violation[] | undefined =>
  bodiesIn(value)?.flatMap((body) => violationOf(body, origin) ?? [])
