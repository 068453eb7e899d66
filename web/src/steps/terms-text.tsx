import type { StepOf } from '@muster/shared/step'
import { laterMessages } from '../messages/later.ts'
import { Section } from '../ui/facts.tsx'
import classes from './steps.module.css'

/** The terms, readable in place: a region of their own that the keyboard can scroll. */
export const TermsText = ({ terms }: { terms: NonNullable<StepOf<'device'>['terms']> }) => (
  <Section title={laterMessages.device.terms}>
    <div className={classes.terms} role="region" aria-label={laterMessages.device.terms} tabIndex={0}>
      {terms.text}
    </div>
    {terms.url !== undefined && (
      <a className={classes.away} href={terms.url} target="_blank" rel="noreferrer">
        {laterMessages.device.termsLink}
      </a>
    )}
  </Section>
)
