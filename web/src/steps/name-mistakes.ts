import { domainInside } from '../ui/name-fields.tsx'
import { text } from './form-text.ts'

/** What is missing of a name, by field. */
export type NameMistakes = { readonly username?: true; readonly domain?: true }

/** Where the domain that counts was typed. */
export const fieldOfDomain = (username = ''): 'username' | 'domain' =>
  domainInside(username) === undefined ? 'domain' : 'username'

/** An empty field for the domain leaves it to the account; only a choice of domains that has no default must be made. */
export const nameMistakesIn = (form: FormData, domains: readonly string[] | undefined): NameMistakes => {
  const username = text(form, 'username')
  const mustChoose = domains !== undefined && text(form, 'domain') === '' && domainInside(username) === undefined
  return {
    ...(username === '' ? { username: true } : {}),
    ...(mustChoose ? { domain: true } : {}),
  }
}
