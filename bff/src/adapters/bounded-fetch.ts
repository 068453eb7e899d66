/** `timeout` in ms for the whole exchange, `most` in bytes of the body. */
export type Bounds = { readonly timeout: number; readonly most: number }

/** Text that a server sent with its status. */
export type FetchedText = { readonly status: number; readonly headers: Headers; readonly text: string }

/** A small text, measured as it comes. @throws where it is longer than `most` bytes or no UTF-8. */
export const readAtMost = async ({ body }: Request | Response, most: number): Promise<string> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = body?.getReader()
  let text = ''
  let size = 0
  for (;;) {
    const part = await reader?.read()
    if (part?.value === undefined) return text + decoder.decode()
    size += part.value.byteLength
    if (size > most) {
      await reader?.cancel()
      throw new Error(`the text is longer than ${most} bytes`)
    }
    text += decoder.decode(part.value, { stream: true })
  }
}

/**
 * Fetches a small text within its bounds. Redirections are answers like any other and are not followed; `manual`,
 * since workerd knows no `error`.
 *
 * @throws on network trouble, when the time is over or the answer too long.
 */
export const boundedFetch = async (
  fetch: typeof globalThis.fetch,
  url: string,
  bounds: Bounds,
  init: RequestInit = {},
): Promise<FetchedText> => {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(bounds.timeout) })
  return { status: response.status, headers: response.headers, text: await readAtMost(response, bounds.most) }
}
