import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { alert, Icon } from './icon.tsx'
import classes from './form.module.css'

/** What a field needs to be told by: `error` replaces nothing, it stands beneath the hint. */
export type FieldTexts = {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
}

export const FieldError = ({ id, error }: { id: string; error: string | undefined }) =>
  error === undefined ? null : (
    <p className={classes.error} id={id}>
      <Icon of={alert} size={18} />
      <span>{error}</span>
    </p>
  )

/** The attributes that tie an input to its hint and its error. */
export const described = (id: string, { hint, error }: FieldTexts) => ({
  id,
  'aria-describedby':
    [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': error !== undefined,
})

/** A label, its input, a hint and an error. */
export const Field = ({
  id,
  label,
  hint,
  error,
  optional,
  children,
}: FieldTexts & { id: string; optional?: string; children: ReactNode }) => (
  <div className={classes.field}>
    <label className={classes.label} htmlFor={id}>
      {label} {optional !== undefined && <span className={classes.optional}>({optional})</span>}
    </label>
    {children}
    {hint !== undefined && (
      <p className={classes.hint} id={`${id}-hint`}>
        {hint}
      </p>
    )}
    <FieldError id={`${id}-error`} error={error} />
  </div>
)

/** Whether what stands here stands in a form, where something may have been entered. */
export const InForm = createContext(false)

/** How often the form was sent. */
const Sendings = createContext(0)

/** A field's error until the field is edited: what was said of its old content is not said of the new one. */
export const useMending = (error: string | undefined) => {
  const sendings = useContext(Sendings)
  const [mended, setMended] = useState<number>()
  return { error: mended === sendings ? undefined : error, onEdit: () => setMended(sendings) }
}

type FormProps = {
  readonly submit: string
  readonly look?: 'first' | 'second'
  readonly busy: boolean
  /** Says that the person must wait, for example after too many tries. */
  readonly waiting?: boolean
  /** Changes with each failure: the focus then goes to what must be mended. */
  readonly failure: unknown
  /** Called with the form when it is sent and not busy. */
  readonly onSubmit: (form: HTMLFormElement) => void
  readonly children: ReactNode
  /** Further buttons beneath the first. */
  readonly more?: ReactNode
}

/** A form that is sent once at a time and puts the focus on the first thing to mend. */
export const Form = ({
  submit,
  look = 'first',
  busy,
  waiting = false,
  failure,
  onSubmit,
  children,
  more,
}: FormProps) => {
  const form = useRef<HTMLFormElement>(null)
  const [sendings, setSendings] = useState(0)
  useEffect(() => {
    if (failure === undefined || failure === null) return
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid=true], [role=alert]')?.focus()
  }, [failure])
  return (
    <form
      className={classes.form}
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (busy || waiting) return
        setSendings(sendings + 1)
        onSubmit(event.currentTarget)
      }}
    >
      <InForm value>
        <Sendings value={sendings}>{children}</Sendings>
      </InForm>
      <div className={classes.actions}>
        <Button type="submit" look={look} busy={busy} disabled={waiting}>
          {submit}
        </Button>
        {more}
      </div>
    </form>
  )
}
