import { type ReactNode, useEffect, useRef } from 'react'
import { useMessages } from '../messages/language.ts'
import { type Drawing, Icon } from './icon.tsx'
import classes from './page.module.css'

type PageProps = {
  readonly title: string
  readonly lead?: string | undefined
  /** For the document's title. */
  readonly account?: string | undefined
  readonly badge?: { readonly icon: Drawing; readonly mood: 'calm' | 'good' | 'bad' }
  /** Whether the heading takes the focus; a page that hands it to something else says no. */
  readonly focusHeading?: boolean
  readonly children?: ReactNode
}

let isFirstPage = true

/** One page: its heading takes the focus when it follows another page, so that it is read out and at hand. */
export const Page = ({ title, lead, account, badge, focusHeading = true, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  const { frame } = useMessages()
  useEffect(() => {
    document.title = frame.title({ page: title, account: account ?? frame.product })
  }, [frame, title, account])
  useEffect(() => {
    if (focusHeading && !isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [focusHeading])
  return (
    <div className={classes.page}>
      <div className={classes.opening}>
        {badge !== undefined && (
          <span className={`${classes.badge} ${badge.mood === 'calm' ? '' : classes[badge.mood]}`}>
            <Icon of={badge.icon} size={28} />
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

/** What can be done now, the likeliest first. */
export const Actions = ({ children }: { children: ReactNode }) => <div className={classes.actions}>{children}</div>
