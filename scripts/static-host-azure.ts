import { type Headers, type HostRules, valueOf } from './static-host-rules.ts'

/** Azure takes away what is set to nothing. @see https://learn.microsoft.com/azure/static-web-apps/configuration */
const instead = (own: Headers, others: Headers): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(others.map(([name]) => [name, ''])),
  ...Object.fromEntries(own),
})

/** The one file that Azure Static Web Apps reads; it lies among the built pages. */
export const azureFiles = ({ common, own }: HostRules): Readonly<Record<string, string>> => {
  const config = {
    routes: [
      { route: '/redirect', rewrite: '/index.html', headers: instead(own.return, own.page) },
      { route: '/assets/*', headers: { 'Cache-Control': valueOf(own.asset, 'Cache-Control') } },
    ],
    // What is excluded and not there is 404.
    navigationFallback: { rewrite: '/index.html', exclude: ['/assets/*', '/api/*'] },
    globalHeaders: Object.fromEntries([...common, ...own.page]),
    mimeTypes: { '.js': 'text/javascript', '.json': 'application/json' },
  }
  return { 'staticwebapp.config.json': `${JSON.stringify(config, null, 2)}\n` }
}
