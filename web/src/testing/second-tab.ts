import { type Body, pathOf, type Route } from '@muster/shared/route'

/** Another tab of the same browser, with the same cookie: what it sends, this one hears of only by reading. */
export const inAnotherTab = async <R extends Route>(route: R, body?: Body<R>): Promise<unknown> => {
  const response = await fetch(pathOf(route), {
    method: route.method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return response.status === 204 ? undefined : response.json()
}

/** The person comes back to this tab. */
export const comeBack = (): void => void window.dispatchEvent(new Event('focus'))
