import type { StepOf } from '@muster/shared/step'
import { useRef } from 'react'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { useCopying } from './copying.ts'
import classes from './steps.module.css'

type Details = NonNullable<StepOf<'refused'>['details']>

/** What Microsoft said, for whoever mends it: folded away, and taken along with one press. The time is UTC, as in its logs. */
export const DetailsForIt = ({ details, reference }: { details: Details; reference: string }) => {
  const { frame } = useMessages()
  const { detailsForIt: words } = useLaterMessages()
  const list = useRef<HTMLDListElement>(null)
  const { state, copy } = useCopying(list)
  const rows = [
    [words.number, details.errorCodes.map((code) => `AADSTS${code}`).join(', ')],
    [words.error, details.error],
    [frame.reference, reference],
    [words.correlationId, details.correlationId ?? ''],
    [words.traceId, details.traceId ?? ''],
    [words.at, details.at],
  ].filter(([, value]) => value !== '')
  return (
    <details className={classes.more}>
      <summary>{words.title}</summary>
      <div className={classes.folded}>
        <dl className={`${classes.facts} ${classes.verbatim}`} ref={list}>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Button look="second" onClick={() => void copy(rows.map(([name, value]) => `${name}: ${value}`).join('\n'))}>
          {state === 'copied' ? words.copied : words.copy}
        </Button>
        <p className={state === 'failed' ? undefined : 'visually-hidden'} role="status">
          {state === 'failed' && words.copyFailed}
        </p>
      </div>
    </details>
  )
}
