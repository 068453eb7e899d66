import * as z from 'zod/mini'
import { Deployment } from './deployment.ts'
import { languages } from './language.ts'
import { Support } from './public-profile.ts'

/** As pages read it, and nothing else beside: a page passes over what it does not know, an operator may have mistyped it. */
const Strict = z.strictObject({
  ...Deployment.shape,
  support: z.exactOptional(z.strictObject(Support.shape)),
  languages: z.exactOptional(z.array(z.enum(languages))),
})

const parsed = (text: string): { readonly value: unknown } | { readonly fault: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'is no JSON' }
  }
}

const saysNothing = ({
  support,
  languages: offered,
}: Deployment): readonly (readonly [where: string, what: string])[] => [
  ...(support !== undefined && [support.email, support.phone, support.url].every((way) => way === undefined)
    ? [['support', 'names neither phone nor email nor url'] as const]
    : []),
  ...(offered?.length === 0 ? [['languages', 'names none'] as const] : []),
]

/** What is wrong with the text of a `config.json`, and where; nothing when pages take it as it is. */
export const deploymentFaults = (text: string): readonly (readonly [where: string, what: string])[] => {
  const json = parsed(text)
  if ('fault' in json) return [['config.json', json.fault]]
  const { success, data, error } = Strict.safeParse(json.value)
  if (success) return saysNothing(data)
  return error.issues.map((issue) => [
    issue.path.join('.') || 'config.json',
    issue.code === 'unrecognized_keys' ? `knows no ${issue.keys.join(', ')}` : issue.message,
  ])
}
