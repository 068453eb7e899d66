import type { ReactNode } from 'react'
import classes from './frame.module.css'

/** Something to know on this page that is no mistake. */
export const StatusNote = ({ children }: { children: ReactNode }) => (
  <div className={classes.note}>
    <p role="status">{children}</p>
  </div>
)
