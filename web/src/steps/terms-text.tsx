import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { Section } from '../ui/facts.tsx'
import classes from './steps.module.css'

/** The terms, readable in place: a region of their own that the keyboard can scroll. */
export const TermsText = ({ terms }: { terms: NonNullable<StepOf<'device'>['terms']> }) => {
  const words = useLaterMessages().device
  return (
    <Section title={words.terms}>
      <div className={classes.terms} role="region" aria-label={words.terms} tabIndex={0} dir="auto">
        {terms.text}
      </div>
      {terms.url !== undefined && (
        <a className={classes.away} href={terms.url} target="_blank" rel="noreferrer">
          {words.termsLink}
        </a>
      )}
    </Section>
  )
}
