import type { HandOverSeen } from '@muster/shared/hand-over'
import { useQuery } from '@tanstack/react-query'
import { useStartOver } from '../api/start-over.ts'
import { isProblem } from '../api/failure.ts'
import { handOverSeen } from '../api/hand-over.ts'
import { useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { LoadingCard } from '../ui/loading-card.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { useHandOverWords, useSeenName } from './hand-over-words.ts'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { usePortal } from './portal.ts'
import classes from './steps.module.css'
import { alert } from '../ui/icon.tsx'
import { away, check } from '../ui/later-drawings.ts'

type Watching = Extract<HandOverSeen, { kind: 'watching' }>

/** How far the other device is, told where it changes. */
const Whereabouts = ({ seen }: { seen: Watching }) => {
  const words = useHandOverWords().watch
  const { frame } = useMessages()
  const name = useSeenName(seen.by)
  return (
    <dl className={classes.facts} aria-live="polite">
      <div>
        <dt>{words.where}</dt>
        <dd>{name}</dd>
      </div>
      <div>
        <dt>{frame.progress(seen.progress)}</dt>
        <dd>{words.steps[seen.step]}</dd>
      </div>
    </dl>
  )
}

const ends = { enrolled: 'done', refused: 'stopped', expired: 'ended' } as const
const isEnd = (step: string): step is keyof typeof ends => Object.hasOwn(ends, step)

/** The enrollment goes on elsewhere: how far it is, until it has ended. Nothing can be entered here any more. */
export const WatchPage = () => {
  const words = useHandOverWords().watch
  const { frame } = useMessages()
  const { link, profile } = usePortal()
  const { data: seen, error } = useQuery(handOverSeen)
  const startOver = useStartOver(link)
  const watching = seen?.kind === 'watching' ? seen : undefined
  const isGone = isProblem(error, 'no-enrollment', 'hand-over-ended')
  if (watching === undefined && !isGone) return <LoadingCard />
  const end = isGone ? 'ended' : watching !== undefined && isEnd(watching.step) ? ends[watching.step] : undefined
  const mood = end === undefined ? 'calm' : end === 'done' ? 'good' : 'bad'
  const { title, text } = end === undefined ? words : words[end]
  return (
    <Page
      key={end}
      title={title}
      lead={text}
      account={profile?.name ?? link.account}
      badge={{ icon: mood === 'calm' ? away : mood === 'good' ? check : alert, mood }}
    >
      {watching !== undefined && !isGone && <Whereabouts seen={watching} />}
      <LaterFailureAlert failure={startOver.error} />
      {(end !== 'done' || link.request === undefined) && (
        <Actions>
          <Button
            look={mood === 'bad' ? 'first' : 'plain'}
            busy={startOver.isPending}
            onClick={() => startOver.mutate()}
          >
            {end === 'done' ? words.another : end === undefined ? words.here : frame.startOver}
          </Button>
        </Actions>
      )}
    </Page>
  )
}
