import type { Step } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { Icon } from '../ui/icon.tsx'
import { check } from '../ui/later-drawings.ts'
import { needsOf } from './needs.ts'
import classes from './step-plan.module.css'

/** Every step of the enrollment: those that are done, this one, and what those to come ask and need. */
export const StepPlan = ({ at, asks }: Pick<Step['progress'], 'at' | 'asks'>) => {
  const { plan } = useLaterMessages()
  return (
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- without its numbers it is no list to VoiceOver unless it says so
    <ol className={classes.list} role="list">
      {asks.map((ask, index) => {
        const place = index + 1
        const needs = place > at ? needsOf([ask]) : []
        return (
          <li key={ask} className={classes.step} aria-current={place === at ? 'step' : undefined}>
            <span className={`${classes.marker} ${place < at ? classes.done : ''}`} aria-hidden="true">
              {place < at ? <Icon of={check} size={14} /> : place}
            </span>
            <div>
              <p>
                {plan.asks[ask]}
                {place < at && <span className="visually-hidden">: {plan.done}</span>}
              </p>
              {needs.map((need) => (
                <p key={need} className={classes.need}>
                  {plan.needs[need]}
                </p>
              ))}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
