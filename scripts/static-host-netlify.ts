import { type Headers, type HostRules, valueOf, written } from './static-host-rules.ts'

const lines = (headers: Headers): string => headers.map(([name, value]) => `  ${name}: ${value}`).join('\n')

/**
 * Files for Netlify. Headers of several rules that fit come together, and none can be taken away: so nothing that differs
 * stands under `/*`. Netlify's own `Cache-Control`, `public, max-age=0, must-revalidate`, is what `no-cache` means.
 */
export const netlifyFiles = ({ common, own }: HostRules, bff: string): Readonly<Record<string, string>> => ({
  _headers: `${written('#')}
/*
${lines(common.filter(([name]) => name !== 'Vary'))}
/:account
  Cross-Origin-Opener-Policy: ${valueOf(own.page, 'Cross-Origin-Opener-Policy')}
/:account/:request
  Cross-Origin-Opener-Policy: ${valueOf(own.page, 'Cross-Origin-Opener-Policy')}
/assets/*
  Cache-Control: ${valueOf(own.asset, 'Cache-Control')}
/redirect
  Cross-Origin-Opener-Policy: unsafe-none
  Cache-Control: ${valueOf(own.return, 'Cache-Control')}
`,
  _redirects: `${written('#')}
/api/*     ${bff}/api/:splat  200
# A file that is there is served; what is gone is 404, and no page.
/assets/*  /gone.txt  404
/*         /index.html  200
`,
  'gone.txt': 'Not found\n',
  'netlify.toml': `${written('#')}
[build]
  publish = "pages"

# No address is changed: the service worker keeps /index.html under its own name.
[build.processing]
  skip_processing = true
[build.processing.html]
  pretty_urls = false
`,
})
