import { linesOf, type SourceFile } from './source-files.ts'

/** One finding: where, and what is wrong. */
const at = (file: SourceFile, index: number, what: string): string => `${file.path}:${index + 1}: ${what}`

const perLine = (file: SourceFile, wrong: (line: string, before: string) => string | undefined): string[] => {
  const lines = linesOf(file)
  return lines.flatMap((line, index) => {
    const what = wrong(line, lines[index - 1] ?? '')
    return what === undefined ? [] : [at(file, index, what)]
  })
}

/** Names that say nothing of what is inside. */
export function namelessFile({ path, kind }: SourceFile): string[] {
  const name = path.split('/').at(-1)?.split('.')[0] ?? ''
  const says = kind === 'document' || !/(^|-)(utils?|helpers?|managers?|index|misc|common)$/.test(name)
  return says ? [] : [`${path}: the name "${name}" says nothing of what is inside`]
}

/** A rule may be broken for a reason, and the reason stands with it: after `--`, or (oxfmt takes no more) in the line above. */
export const unreasonedSuppression = (file: SourceFile): string[] => {
  if (file.kind === 'document') return []
  return perLine(file, (line, before) => {
    const [, linted, reason = '', formatted] =
      /(?:\/\/|\/\*|\{\/\*)\s*(?:((?:ox|es)lint-disable\S*)(.*)|(oxfmt-ignore|prettier-ignore))/.exec(line) ?? []
    if (linted !== undefined) return /--\s*\S.{2}/.test(reason) ? undefined : `${linted} without a reason (-- …)`
    return formatted === undefined || /^\s*\/[/*] \S.{2}/.test(before)
      ? undefined
      : `${formatted} without a reason in the line above`
  })
}

/** A private key's or a signed token's text: whoever reads the repository has it. */
export const secretInside = (file: SourceFile): string[] =>
  perLine(file, (line, before) => {
    const isKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*$/.test(before) && /^[\w+/=]{40,}$/.test(line.trim())
    const isToken = /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{40,}/.test(line)
    return isKey ? 'a private key' : isToken ? 'a signed token' : undefined
  })

/** A test that does not run proves nothing. `skipIf` names what a machine may lack; CI lacks nothing. */
export const skippedTest = (file: SourceFile): string[] =>
  file.kind !== 'test'
    ? []
    : perLine(file, (line) => {
        const skipped = /\b(?:test|it|describe|suite)(?:\.\w+)*\.(skip|todo|fails|only|fixme)\b(?!If)/.exec(line)
        return skipped === null ? undefined : `a test that does not run (.${skipped[1]})`
      })

/** The product's words have one spelling. */
export const misspelling = (file: SourceFile): string[] =>
  perLine(file, (line) => (/enrol(?!l)/i.test(line) ? 'it is spelt "enroll", "enrollment"' : undefined))
