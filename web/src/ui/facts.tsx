import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { check } from './later-drawings.ts'
import classes from './facts.module.css'

/** What is masked with dots, read as one pause: a screen reader would say each of them. */
const Masked = ({ value }: { value: string }) =>
  value.includes('••') ? (
    <>
      <span aria-hidden="true">{value}</span>
      <span className="visually-hidden">{value.replace(/•+/, '…')}</span>
    </>
  ) : (
    value
  )

/** A fact and its name, with what can be done about it. */
export const Chip = ({ term, value, children }: { term: string; value: string; children?: ReactNode }) => (
  <div className={classes.chip}>
    <div>
      <p className={classes.chipTerm}>{term}</p>
      <p className={classes.chipValue}>
        <bdi>
          <Masked value={value} />
        </bdi>
      </p>
    </div>
    {children}
  </div>
)

export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={classes.section}>
    <h2 className={classes.sectionTitle}>{title}</h2>
    {children}
  </section>
)

/** Lines that follow one another (`steps`), or stand side by side (`points`). */
export const Lines = ({ lines, as }: { lines: readonly string[]; as: 'steps' | 'points' }) => {
  const List = as === 'steps' ? 'ol' : 'ul'
  return (
    // Lists without their bullets are no lists to VoiceOver unless they say so.
    <List className={classes.list} role="list">
      {lines.map((line, index) => (
        <li key={line}>
          <span className={classes.marker} aria-hidden="true">
            {as === 'steps' ? index + 1 : <Icon of={check} size={14} />}
          </span>
          {line}
        </li>
      ))}
    </List>
  )
}
