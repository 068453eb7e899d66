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

/**
 * A sentence in which each of `whole` keeps its line and its own direction: a reference, an address. They are copied as they
 * are. It is one element whatever it says: a browser that translates the page moves texts away, not elements.
 */
export const Words = ({ text, whole }: { text: string; whole: readonly string[] }) => {
  const [part] = whole.filter((one) => text.includes(one))
  if (part === undefined) return <span>{text}</span>
  const at = text.indexOf(part)
  return (
    <span key="parts">
      <span>{text.slice(0, at)}</span>
      <bdi className={`${classes.whole} ${part.length > 12 ? classes.long : ''}`} dir="ltr">
        {part}
      </bdi>
      <span>{text.slice(at + part.length)}</span>
    </span>
  )
}

const none: readonly string[] = []

type LinesProps = {
  readonly lines: readonly string[]
  /** They follow one another, are to be had ready, or may each be of help. */
  readonly as: 'steps' | 'points' | 'tips'
  /** What in them keeps together. */
  readonly whole?: readonly string[]
}

const markers = {
  steps: (index: number) => index + 1,
  points: () => <Icon of={check} size={14} />,
  // Nothing that was done, or could be ticked off.
  tips: () => <span className={classes.dot} />,
}

export const Lines = ({ lines, as, whole = none }: LinesProps) => {
  const List = as === 'steps' ? 'ol' : 'ul'
  return (
    // Lists without their bullets are no lists to VoiceOver unless they say so.
    <List className={classes.list} role="list">
      {lines.map((line, index) => (
        <li key={line}>
          <span className={classes.marker} aria-hidden="true">
            {markers[as](index)}
          </span>
          <span>
            <Words text={line} whole={whole} />
          </span>
        </li>
      ))}
    </List>
  )
}
