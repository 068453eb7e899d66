import { type ReactNode, useEffect, useRef } from 'react'
import { messages } from '../messages/messages.ts'
import { Icon, type IconName } from './icon.tsx'
import classes from './page.module.css'

type PageProps = {
  readonly title: string
  readonly lead?: string | undefined
  /** For the document's title. */
  readonly account?: string | undefined
  readonly badge?: { readonly icon: IconName; readonly mood: 'calm' | 'good' | 'bad' }
  /** Whether the heading takes the focus; a page that hands it to something else says no. */
  readonly focusHeading?: boolean
  readonly children?: ReactNode
}

let isFirstPage = true

/** One page: its heading takes the focus when it follows another page, so that it is read out and at hand. */
export const Page = ({ title, lead, account, badge, focusHeading = true, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = messages.frame.title({ page: title, account: account ?? messages.frame.product })
  }, [title, account])
  useEffect(() => {
    if (focusHeading && !isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [focusHeading])
  return (
    <div className={classes.page}>
      <div className={classes.opening}>
        {badge !== undefined && (
          <span className={`${classes.badge} ${badge.mood === 'calm' ? '' : classes[badge.mood]}`}>
            <Icon name={badge.icon} size={28} />
          </span>
        )}
        <h1 className={classes.title} ref={heading} tabIndex={-1} id="page-title">
          {title}
        </h1>
        {lead !== undefined && (
          <p className={classes.lead} id="page-lead">
            {lead}
          </p>
        )}
      </div>
      {children}
    </div>
  )
}

/** A fact and its name, with what can be done about it. */
export const Chip = ({ term, value, children }: { term: string; value: string; children?: ReactNode }) => (
  <div className={classes.chip}>
    <div>
      <p className={classes.chipTerm}>{term}</p>
      <p className={classes.chipValue}>{value}</p>
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
            {as === 'steps' ? index + 1 : <Icon name="check" size={14} />}
          </span>
          {line}
        </li>
      ))}
    </List>
  )
}

/** What can be done now, the likeliest first. */
export const Actions = ({ children }: { children: ReactNode }) => <div className={classes.actions}>{children}</div>
