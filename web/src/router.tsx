import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { linkIn, pathOfLink } from './account-path.ts'
import { putStep } from './api/enrollment.ts'
import { useNavigator } from './browser-router.tsx'
import { EnrollmentFlow } from './enrollment-flow.tsx'
import { rememberedRequest } from './entra/return-ticket.ts'
import type { TroubleOf } from './steps/portal.ts'
import { NotFoundPage } from './steps/trouble-page.tsx'
import { Frame, LoadingCard } from './ui/frame.tsx'

const EntraReturnPage = lazy(async () => ({ default: (await import('./steps/entra-return-page.tsx')).EntraReturnPage }))

const NotFound = () => (
  <Frame>
    <NotFoundPage />
  </Frame>
)

const Elsewhere = ({ path }: { path: string }) => {
  const navigator = useNavigator()
  useEffect(() => navigator.replace(path), [navigator, path])
  return null
}

/**
 * The portal's addresses. `response`: what Microsoft put behind the `#` of `/redirect`.
 * Two addresses need no `<Routes>`: its ranking, nesting and error boundaries would weigh 4 kB of the first page's budget.
 */
export const PortalRoutes = ({ response }: { response: string }) => {
  const client = useQueryClient()
  const navigator = useNavigator()
  const { pathname } = useLocation()
  const [entraTrouble, setEntraTrouble] = useState<TroubleOf>()
  if (pathname === '/redirect')
    return (
      <Frame>
        <Suspense fallback={<LoadingCard />}>
          <EntraReturnPage
            response={response}
            onArrival={({ step, trouble }) => {
              void putStep(client, step)
              setEntraTrouble(
                trouble !== undefined && step.kind === 'entra-sign-in' ? { nonce: step.nonce, trouble } : undefined,
              )
              // The account comes from the server's step, never from the address or the state of the return.
              const request = rememberedRequest()
              const path = pathOfLink({ account: step.account.id, ...(request === undefined ? {} : { request }) })
              // Two entries, so that going back means changing the name here too, and not Microsoft's page that is done with.
              navigator.replace(path, { kind: 'identify', order: 0 })
              navigator.push(path, { kind: step.kind, order: 1 })
            }}
          />
        </Suspense>
      </Frame>
    )
  const link = linkIn(pathname)
  if (link === undefined) return <NotFound />
  const path = pathOfLink(link)
  return path === pathname ? (
    <EnrollmentFlow key={path} link={link} entraTrouble={entraTrouble} />
  ) : (
    <Elsewhere path={path} />
  )
}
