import { type ChangeEvent, type InputHTMLAttributes, type RefCallback, useId, useState } from 'react'
import { useMessages } from '../messages/language.ts'
import { described, Field, type FieldTexts, useMending } from './form.tsx'
import classes from './form.module.css'

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'name'
  | 'defaultValue'
  | 'autoComplete'
  | 'autoCapitalize'
  | 'autoCorrect'
  | 'spellCheck'
  | 'inputMode'
  | 'maxLength'
  | 'placeholder'
  | 'onPaste'
  | 'dir'
>

type TextFieldProps = FieldTexts &
  Native & {
    readonly optional?: string
    readonly look?: 'code'
    readonly ref?: RefCallback<HTMLInputElement>
    readonly onText?: (text: string, event: ChangeEvent<HTMLInputElement>) => void
  }

/** For names and codes: nothing that the keyboard means to mend. */
export const verbatim = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const

/** One line of text. */
export const TextField = ({ label, hint, error: found, optional, look, onText, ...native }: TextFieldProps) => {
  const id = useId()
  const { error, onEdit } = useMending(found)
  const texts = { label, hint, error }
  return (
    <Field id={id} {...texts} {...(optional === undefined ? {} : { optional })}>
      <input
        type="text"
        dir="auto"
        className={`${classes.input} ${look === 'code' ? classes.code : ''}`}
        {...native}
        {...described(id, texts)}
        onChange={(event) => {
          onEdit()
          onText?.(event.target.value, event)
        }}
      />
    </Field>
  )
}

type SelectFieldProps = FieldTexts & {
  readonly name: string
  readonly options: readonly string[]
  readonly defaultValue?: string | undefined
  /** Stands first where none of the options is chosen yet. */
  readonly nothingChosen: string
}

/** One of a few. */
export const SelectField = ({ name, options, defaultValue, nothingChosen, ...asked }: SelectFieldProps) => {
  const id = useId()
  const { error, onEdit } = useMending(asked.error)
  const texts = { ...asked, error }
  return (
    <Field id={id} {...texts}>
      <select
        className={classes.input}
        name={name}
        defaultValue={defaultValue}
        {...described(id, texts)}
        onChange={onEdit}
      >
        {!options.includes(defaultValue ?? '') && <option value="">{nothingChosen}</option>}
        {options.map((option) => (
          <option key={option} dir="ltr">
            {option}
          </option>
        ))}
      </select>
    </Field>
  )
}

type PasswordFieldProps = FieldTexts & {
  readonly name: string
  readonly autoComplete: 'current-password' | 'new-password'
}

/** A password: shown on demand, with a word about Caps Lock; never kept anywhere but in its field. */
export const PasswordField = ({ name, autoComplete, ...asked }: PasswordFieldProps) => {
  const id = useId()
  const { error, onEdit } = useMending(asked.error)
  const texts = { ...asked, error }
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const { names } = useMessages()
  return (
    <Field id={id} {...texts}>
      <div className={classes.withButton}>
        <input
          type={shown ? 'text' : 'password'}
          dir="auto"
          className={classes.input}
          name={name}
          autoComplete={autoComplete}
          {...verbatim}
          maxLength={256}
          {...described(id, texts)}
          onChange={onEdit}
          onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
          onBlur={() => setCapsLock(false)}
        />
        <button
          type="button"
          className={classes.inside}
          aria-label={shown ? names.hideField({ field: texts.label }) : names.showField({ field: texts.label })}
          onClick={({ currentTarget: { form } }) => {
            setShown(!shown)
            // Browsers remember what stands in fields of text when their form is sent.
            form?.addEventListener('submit', () => setShown(false), { once: true })
          }}
        >
          {shown ? names.hide : names.show}
        </button>
      </div>
      <p className={capsLock ? classes.hint : 'visually-hidden'} role="status">
        {capsLock ? names.capsLock : ''}
      </p>
    </Field>
  )
}
