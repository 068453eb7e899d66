import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { linkIn, pathOfLink } from './account-path.ts'
import { putStep } from './api/current-step.ts'
import type { Standing } from './api/standing.ts'
import { useNavigator, usePlace } from './browser-history.tsx'
import { EnrollmentFlow } from './enrollment-flow.tsx'
import { waitingEntry } from './hand-over-code.ts'
import { rememberedRequest } from './entra/return-ticket.ts'
import { EntraArrivalPage, UnknownLinkPage } from './steps/aside-pages.ts'
import { HandOverArrival } from './steps/hand-over-doors.ts'
import type { EntraVisit } from './steps/portal.ts'
import { Frame } from './steps/frame.tsx'
import { LoadingCard } from './ui/loading-card.tsx'

const Elsewhere = ({ path }: { path: string }) => {
  const navigator = useNavigator()
  useEffect(() => navigator.replace(path), [navigator, path])
  return null
}

type PortalRoutesProps = { readonly response: string; readonly handOver: string | undefined }

/**
 * The portal's addresses. `response`: what Microsoft put behind the `#` of `/redirect`; `handOver`: what another device
 * put behind that of an enrollment link.
 */
export const PortalRoutes = ({ response, handOver }: PortalRoutesProps) => {
  const client = useQueryClient()
  const navigator = useNavigator()
  const { pathname } = usePlace()
  const [visit, setVisit] = useState<EntraVisit>()
  const [code, setCode] = useState(handOver)
  const arrive = async (standing: Standing) => {
    await putStep(client, standing)
    const { step } = standing
    setVisit(step.kind === 'entra-sign-in' ? { kind: 'answer', nonce: step.nonce, response } : undefined)
    // The account comes from the server's step, never from the address or the state of the return.
    const request = rememberedRequest()
    const path = pathOfLink({ account: step.account.id, ...(request === undefined ? {} : { request }) })
    // Two entries, so that going back means changing the name here too, and not Microsoft's page that is done with.
    navigator.replace(path, { kind: 'identify', order: 0 })
    navigator.push(path, { kind: step.kind, order: 1 })
  }
  const link = linkIn(pathname)
  if (link === undefined)
    return (
      <Frame>
        <Suspense fallback={<LoadingCard />}>
          {pathname === '/redirect' ? (
            <EntraArrivalPage onArrival={(standing) => void arrive(standing)} />
          ) : (
            <UnknownLinkPage because="notFound" />
          )}
        </Suspense>
      </Frame>
    )
  const path = pathOfLink(link)
  if (code !== undefined)
    return (
      <Suspense
        fallback={
          <Frame>
            <LoadingCard />
          </Frame>
        }
      >
        <HandOverArrival
          link={link}
          code={code}
          around={Frame}
          onWaiting={() => navigator.replace(path, waitingEntry)}
          onEnd={(step) => {
            navigator.replace(path, step && { kind: step.kind, order: 1 })
            setCode(undefined)
          }}
        />
      </Suspense>
    )
  return path === pathname ? (
    <EnrollmentFlow key={path} link={link} visit={visit} onVisit={setVisit} />
  ) : (
    <Elsewhere path={path} />
  )
}
