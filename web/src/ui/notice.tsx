import { type ReactNode, useId } from 'react'
import { Icon, shield } from './icon.tsx'
import classes from './notice.module.css'

/** Good to know before going on, and nothing that went wrong. It has no heading: the page's own comes first. */
export const Notice = ({ title, children }: { title: string; children: ReactNode }) => {
  const id = useId()
  return (
    <aside className={classes.notice} aria-labelledby={id}>
      <div className={classes.title}>
        <Icon of={shield} size={22} />
        <p id={id}>{title}</p>
      </div>
      {children}
    </aside>
  )
}
