import type { Plugin } from 'vite'

/** Tells the pages in index.html how the file with MSAL is called, so that they can fetch it before they run it. */
export const msalAddress: Plugin = {
  name: 'msal-address',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) => {
      const chunk = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/src/entra/msal.ts'),
      )
      if (chunk === undefined) throw new Error('MSAL has no file of its own')
      return [{ tag: 'meta', attrs: { name: 'msal', content: `/${chunk.fileName}` }, injectTo: 'head' }]
    },
  },
}
