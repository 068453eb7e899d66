import { type ReactNode, useEffect, useRef } from 'react'
import { useMessages } from '../messages/language.ts'
import classes from './button.module.css'

type ButtonProps = {
  readonly children: ReactNode
  readonly type?: 'submit' | 'button'
  readonly look?: 'first' | 'second' | 'plain'
  readonly busy?: boolean
  readonly disabled?: boolean
  /** Takes the focus when its page appears: the one thing to do there. */
  readonly takesFocus?: boolean
  readonly describedBy?: string
  readonly onClick?: () => void
}

const looks = {
  first: classes.button,
  second: `${classes.button} ${classes.second}`,
  plain: classes.plain,
}

/**
 * A button that keeps its place and the focus while it is busy or must wait: `aria-disabled`, never `disabled`.
 * Words among elements stand in one of their own, here and wherever they change: translators put theirs in the place of
 * a text, and React, which no longer finds it, would crash or leave the old words (facebook/react issue 11538).
 */
export const Button = ({
  children,
  type = 'button',
  look = 'first',
  busy = false,
  disabled = false,
  takesFocus = false,
  describedBy,
  onClick,
}: ButtonProps) => {
  const { frame } = useMessages()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus) button.current?.focus()
  }, [takesFocus])
  return (
    <>
      <button
        ref={button}
        type={type}
        className={looks[look]}
        aria-disabled={busy || disabled}
        data-busy={busy}
        aria-describedby={describedBy}
        onClick={() => {
          if (!busy && !disabled) onClick?.()
        }}
      >
        {busy && <span className={classes.spinner} aria-hidden="true" />}
        {typeof children === 'string' ? <span>{children}</span> : children}
      </button>
      {/* Beside the button: what is inside of one is its name, and no region that speaks. */}
      <span className="visually-hidden" role="status">
        {busy ? frame.working : ''}
      </span>
    </>
  )
}

/** A link that looks and feels like the button of the page. */
export const ButtonLink = ({
  href,
  look = 'first',
  children,
}: {
  href: string
  look?: 'first' | 'second'
  children: ReactNode
}) => (
  <a className={looks[look]} href={href}>
    {children}
  </a>
)
