type Weighed = Readonly<Record<string, { readonly bytesInOutput: number }>>

/** What esbuild tells of a bundle (esbuild.github.io/api/#metafile): what was read with its imports, and what it gave. */
export type Metafile = {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>
  readonly outputs: Readonly<Record<string, { readonly inputs: Weighed }>>
}

/** What CommonJS asks of Node goes through a module that wrangler makes. */
const ofNode =
  /^(node-built-in-modules:|node:)?(child_process|cluster|dgram|fs|fs\/promises|http|https|http2|inspector|os|sqlite|tls|worker_threads)$/
const libraries =
  /\/node_modules\/(@hono\/node-server|@opentelemetry\/[a-z-]+|commander|csv-stringify|ldapts|nodemailer|pino)\//
const ours =
  /\/bff\/src\/(main|muster|relay|serve|config-files|testing\/.*|adapters\/((sqlite|ldap|smtp|memory)-[a-z-]+|sql-open))\.ts$/
/** These read files and speak TLS where the URL of the store asks for it; ours does not. */
const ofPg = /\/node_modules\/(pg|pg-connection-string|pgpass)\//

const weights = ({ outputs }: Metafile): readonly (readonly [string, number])[] =>
  Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [[`/${path}`, bytesInOutput] as const] : []))

/** What is in the Worker that has no place there, with who brought it. */
export const misplacedIn = (metafile: Metafile): readonly string[] => {
  const imports = new Map(Object.entries(metafile.inputs).map(([path, input]) => [`/${path}`, input.imports]))
  return weights(metafile).flatMap(([path]) => [
    ...(libraries.test(path) || ours.test(path) ? [path] : []),
    ...(imports.get(path) ?? [])
      .filter((one) => ofNode.test(one.path) && !ofPg.test(path) && !path.startsWith('/node-built-in-modules:'))
      .map((one) => `${path} imports ${one.path}`),
  ])
}

/** The packages that weigh most, in bytes before compression. */
export const heaviestIn = (metafile: Metafile, most: number): readonly (readonly [string, number])[] => {
  const sums = new Map<string, number>()
  for (const [path, bytes] of weights(metafile)) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'Muster'
    sums.set(name, (sums.get(name) ?? 0) + bytes)
  }
  return [...sums].toSorted(([, one], [, other]) => other - one).slice(0, most)
}
