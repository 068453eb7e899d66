import lighthouse from 'lighthouse'

/** What is kept of one run. Times in ms, sizes in bytes on the wire. */
export type PageRun = {
  readonly scores: Readonly<Record<string, number>>
  readonly times: Readonly<Record<string, number>>
  readonly files: readonly PageFile[]
  /** What keeps a score below 100: Lighthouse's own name and words. */
  readonly below: readonly string[]
}
export type PageFile = { readonly name: string; readonly kind: string; readonly transfer: number }

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr']

const categories = ['performance', 'accessibility', 'best-practices'] as const
const metrics = {
  'first-contentful-paint': 'first contentful paint',
  'largest-contentful-paint': 'largest contentful paint',
  'speed-index': 'speed index',
  'total-blocking-time': 'total blocking time',
  'cumulative-layout-shift': 'layout shift',
} as const

const scoresOf = (result: Result) =>
  Object.fromEntries(categories.map((name) => [name, Math.round((result.categories[name]?.score ?? 0) * 100)]))

const timesOf = ({ audits }: Result) =>
  Object.fromEntries(Object.entries(metrics).map(([id, name]) => [name, audits[id]?.numericValue ?? Number.NaN]))

/** `index-CYiYUjMy.js` is `index.js`: the hash is another one after each build. */
const plainName = (url: string): string => new URL(url).pathname.replace(/-[\w-]{8}(?=\.\w+$)/, '')

const isRow = (row: unknown): row is { url: string; resourceType?: string; transferSize?: number } =>
  typeof row === 'object' && row !== null && 'url' in row

const filesOf = ({ audits }: Result): readonly PageFile[] => {
  const details = audits['network-requests']?.details
  const rows: readonly unknown[] = details !== undefined && 'items' in details ? [details.items].flat() : []
  return rows.filter(isRow).map(({ url, resourceType = 'Other', transferSize = 0 }) => ({
    name: plainName(url),
    kind: resourceType,
    transfer: transferSize,
  }))
}

const belowIn = (result: Result): readonly string[] =>
  categories.flatMap((name) =>
    (result.categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = result.audits[id]
      return weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 0.9 ? [`${name}: ${id}: ${audit?.title}`] : []
    }),
  )

/** Opens a page as Lighthouse's phone does (slow 4G, a processor slowed down four times), in the browser at `port`. */
export const runPage = async (
  url: string,
  port: number,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly run: PageRun; readonly report: string }> => {
  const outcome = await lighthouse(url, {
    port,
    output: 'json',
    logLevel: 'error',
    formFactor: 'mobile',
    onlyCategories: [...categories],
    ...(Object.keys(headers).length === 0 ? {} : { extraHeaders: { ...headers } }),
  })
  if (outcome === undefined) throw new Error(`Lighthouse gave nothing for ${url}`)
  const { lhr, report } = outcome
  if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message)
  return {
    run: { scores: scoresOf(lhr), times: timesOf(lhr), files: filesOf(lhr), below: belowIn(lhr) },
    report: String(report),
  }
}
