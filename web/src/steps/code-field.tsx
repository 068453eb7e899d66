import { codeDigits, digitsIn } from '@muster/shared/code-digits'
import { type ChangeEvent, type ClipboardEvent, type RefCallback, useRef } from 'react'
import { useLaterMessages } from '../messages/language.ts'
import { TextField, verbatim } from '../ui/text-field.tsx'

const differing = (before: string, after: string): number =>
  [...after].filter((digit, at) => digit !== before[at]).length

/** Filled in by the phone, also over another code: eight digits came at once. Typed digits wait for the button. */
const cameAtOnce = (before: string, after: string): boolean =>
  after.length === codeDigits && (before.length === codeDigits ? differing(before, after) > 1 : before.length < 7)

/**
 * A new code empties the field: the digits in it are those of the old one. But not what was typed since it was asked for:
 * its mail may be quicker than the answer. `newest`: what differs from code to code.
 */
export const useCodeField = (newest: string) => {
  const field = useRef<HTMLInputElement>(null)
  const known = useRef(newest)
  const whenAsked = useRef<string>(undefined)
  /** React calls it after each rendering. */
  const ref = (element: HTMLInputElement | null) => {
    field.current = element
    if (element === null || known.current === newest) return
    if ([undefined, element.value].includes(whenAsked.current)) element.value = ''
    whenAsked.current = undefined
    known.current = newest
  }
  const asks = (): void => {
    whenAsked.current = field.current?.value
  }
  return { asks, ref }
}

type CodeFieldProps = { readonly field: RefCallback<HTMLInputElement>; readonly error: string | undefined }

/**
 * The eight digits of the mail, in one field. A whole code that is pasted takes the place of what was there, out of
 * whatever words came along, and is sent by itself, as the hint says (WCAG 2.2, 3.2.2). What is typed is never rewritten.
 */
export const CodeField = ({ field, error }: CodeFieldProps) => {
  const { code, codeHint } = useLaterMessages().emailCode
  const typed = useRef('')
  const follow = (value: string, event: ChangeEvent<HTMLInputElement>) => {
    const digits = digitsIn(value)
    if (cameAtOnce(typed.current, digits)) event.currentTarget.form?.requestSubmit()
    typed.current = digits
  }
  const take = (event: ClipboardEvent<HTMLInputElement>) => {
    const digits = digitsIn(event.clipboardData.getData('text'))
    if (digits.length !== codeDigits) return
    event.preventDefault()
    event.currentTarget.value = digits
    typed.current = digits
    event.currentTarget.form?.requestSubmit()
  }
  return (
    <TextField
      name="code"
      look="code"
      label={code}
      hint={codeHint}
      ref={field}
      error={error}
      {...verbatim}
      autoComplete="one-time-code"
      inputMode="numeric"
      dir="ltr"
      maxLength={64}
      onText={follow}
      onPaste={take}
    />
  )
}
