/** Fetches MSAL's file without running it: once the step says that the person goes to Microsoft, while they read so. */
export const preloadMsal = (): void => {
  const href = document.querySelector<HTMLMetaElement>('meta[name="msal"]')?.content
  if (href === undefined || document.querySelector('link[rel="modulepreload"][href$="' + href + '"]') !== null) return
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }))
}
