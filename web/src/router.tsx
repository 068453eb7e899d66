import { AccountName, RequestId } from '@muster/shared/account-name'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Navigate, Route, Routes, useNavigate, useParams } from 'react-router'
import { putStep } from './api/enrollment.ts'
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

/** `/{account}` and `/{account}/{request}`; what does not look like these is nowhere. */
const AccountRoute = ({ entraTrouble }: { entraTrouble: TroubleOf | undefined }) => {
  const { account = '', request } = useParams()
  const isTyped = account !== account.toLowerCase()
  if (!AccountName.safeParse(account.toLowerCase()).success) return <NotFound />
  if (request !== undefined && !RequestId.safeParse(request).success) return <NotFound />
  // Letters get retyped by hand, and phones begin with a capital.
  if (isTyped) return <Navigate replace to={`/${account.toLowerCase()}${request === undefined ? '' : `/${request}`}`} />
  return (
    <EnrollmentFlow
      key={`${account}/${request ?? ''}`}
      link={{ account, ...(request === undefined ? {} : { request }) }}
      entraTrouble={entraTrouble}
    />
  )
}

/** The portal's addresses. `response`: what Microsoft put behind the `#` of `/redirect`. */
export const PortalRoutes = ({ response }: { response: string }) => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [entraTrouble, setEntraTrouble] = useState<TroubleOf>()
  return (
    <Routes>
      <Route
        path="/redirect"
        element={
          <Frame>
            <Suspense fallback={<LoadingCard />}>
            <EntraReturnPage
              response={response}
              onArrival={({ step, trouble }) => {
                void putStep(client, step)
                setEntraTrouble(trouble !== undefined && step.kind === 'entra-sign-in' ? { nonce: step.nonce, trouble } : undefined)
                // The account comes from the server's step, never from the address or the state of the return.
                const request = rememberedRequest()
                const path = `/${step.account.id}${request === undefined ? '' : `/${request}`}`
                void navigate(path, { replace: true, state: { kind: step.kind, order: 0 } })
              }}
            />
            </Suspense>
          </Frame>
        }
      />
      <Route path="/:account/:request?" element={<AccountRoute entraTrouble={entraTrouble} />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  )
}
