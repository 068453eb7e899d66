import { azureFiles } from './static-host-azure.ts'
import { caddyFiles } from './static-host-caddy.ts'
import { cloudflareFiles } from './static-host-cloudflare.ts'
import { netlifyFiles } from './static-host-netlify.ts'
import { nginxFiles } from './static-host-nginx.ts'
import { hostRules } from './static-host-rules.ts'

const under = (folder: string, files: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])

/**
 * Every file of `deploy/static`. `clouds`: the hosts of Entra's clouds; `bff`: Muster's own address, for hosts that reach
 * it over the internet.
 */
export const hostFiles = (clouds: readonly string[], bff: string): Readonly<Record<string, string>> => {
  const rules = hostRules(clouds)
  return Object.fromEntries([
    ...under('nginx', nginxFiles(rules)),
    ...under('caddy', caddyFiles(rules)),
    ...under('azure', azureFiles(rules)),
    ...under('cloudflare', cloudflareFiles(rules, bff)),
    ...under('netlify', netlifyFiles(rules, bff)),
  ])
}
