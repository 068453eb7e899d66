import type { Page } from '@playwright/test'

/** Runs inside the page, before anything of it: keeps each text that a live region was changed to. */
const listen = (): void => {
  const heard: string[] = []
  Object.assign(window, { heard })
  const regionOf = (node: Node): Element | undefined => {
    const element = node instanceof Element ? node : node.parentElement
    const region = element?.closest('[aria-live], [role=status], [role=alert]')
    // The frame's own line is not shown for as long as scripts may come.
    const isSilent = region?.matches('[aria-live=off], .frame-late') ?? true
    return isSilent ? undefined : (region ?? undefined)
  }
  const last = new WeakMap<Element, string>()
  const wordsOf = (region: Element) => {
    const copy = region.cloneNode(true)
    if (!(copy instanceof Element)) return ''
    for (const silent of copy.querySelectorAll('[aria-live=off], [aria-hidden=true]')) silent.remove()
    return copy.textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''
  }
  new MutationObserver((mutations) => {
    const regions = new Set<Element>()
    for (const { type, target, addedNodes } of mutations) {
      // What is taken away is not read out (WAI-ARIA, aria-relevant).
      const changed = type === 'characterData' || addedNodes.length > 0 ? regionOf(target) : undefined
      if (changed !== undefined) regions.add(changed)
      // A status that comes with its words is not read out; an alert is.
      for (const node of addedNodes)
        if (node instanceof Element)
          for (const alert of [node, ...node.querySelectorAll('*')])
            if (alert.matches('[role=alert]')) regions.add(alert)
    }
    for (const region of regions) {
      const words = wordsOf(region)
      if (words !== '' && words !== last.get(region)) heard.push(words)
      last.set(region, words)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

/** From now on what pages read out by themselves is kept; the answer tells it, oldest first. */
export const listenTo = async (page: Page): Promise<() => Promise<readonly string[]>> => {
  await page.addInitScript(listen)
  return () => page.evaluate(() => ('heard' in window && Array.isArray(window.heard) ? window.heard.map(String) : []))
}
