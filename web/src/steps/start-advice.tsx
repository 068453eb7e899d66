import { routes } from '../api/calls.ts'
import type { Step } from '@muster/shared/step'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { isProblem } from '../api/failure.ts'
import type { Advice } from '../browser/advice.ts'
import { menuOf } from '../browser/app-menus.ts'
import { useLaterMessages } from '../messages/language.ts'
import { Lines } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStartAdvice } from './advice-here.ts'
import { CopyLink } from './copy-link.tsx'
import { HandOverDoor } from './hand-over-door.tsx'
import classes from './steps.module.css'

type AdviceOf<K extends Advice['kind']> = Extract<Advice, { kind: K }>

const LeaveApp = ({ app, system, url }: AdviceOf<'leave-app'> & { url: string }) => {
  const words = useLaterMessages().advice.leaveApp
  const { button, entry } = menuOf(app, system)
  return (
    <Notice title={app === 'other' ? words.titleOther : words.title({ app: words.apps[app] })}>
      <p>{words.text}</p>
      <Lines as="steps" lines={[words.tap({ button }), words.choose[entry]]} />
      <details className={classes.more}>
        <summary>{words.notThere}</summary>
        <p>{words.paste}</p>
        <CopyLink url={url} look="second" />
      </details>
    </Notice>
  )
}

const OtherDevice = ({ wanted, url }: AdviceOf<'other-device'> & { url: string }) => {
  const { otherDevice } = useLaterMessages().advice
  return (
    <Notice title={otherDevice[wanted].title}>
      <p>{otherDevice[wanted].text}</p>
      <HandOverDoor className={classes.door} words={otherDevice.show} />
      <details className={classes.more}>
        <summary>{otherDevice.link}</summary>
        <CopyLink url={url} look="second" />
      </details>
      <p>{otherDevice.goOn}</p>
    </Notice>
  )
}

/** Whether the cookie of the enrollment that was just opened is gone already: asked only where the browser says that it keeps none. */
const useCookieIsLost = (): boolean => {
  const { error } = useQuery({
    queryKey: ['cookie-is-kept'],
    queryFn: async ({ signal }) => (await call(routes.current, undefined, { signal })).tag ?? '',
    enabled: !navigator.cookieEnabled,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return isProblem(error, 'no-enrollment')
}

const AdviceHere = () => {
  const { noCookies } = useLaterMessages().advice
  const cookieIsLost = useCookieIsLost()
  const advice = useStartAdvice()
  const url = window.location.origin + window.location.pathname
  if (cookieIsLost)
    return (
      <Notice title={noCookies.title}>
        <p>{noCookies.text}</p>
        <CopyLink url={url} look="second" />
      </Notice>
    )
  if (advice === undefined) return null
  return advice.kind === 'leave-app' ? <LeaveApp {...advice} url={url} /> : <OtherDevice {...advice} url={url} />
}

/** Above the first page, and no other: what had better be known before anything is typed there. */
export const StartAdvice = ({ step: { kind } }: { step: Step }) =>
  kind === 'identify' || kind === 'credentials' ? <AdviceHere /> : null
