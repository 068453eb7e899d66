import { codeDigits, digitsIn } from '@muster/shared/code-digits'
import { type ChangeEvent, type ClipboardEvent, useRef } from 'react'
import { useLaterMessages } from '../messages/language.ts'
import { TextField, verbatim } from '../ui/text-field.tsx'

const differing = (before: string, after: string): number =>
  [...after].filter((digit, at) => digit !== before[at]).length

/** Filled in by the phone, also over another code: eight digits came at once. Typed digits wait for the button. */
const cameAtOnce = (before: string, after: string): boolean =>
  after.length === codeDigits && (before.length === codeDigits ? differing(before, after) > 1 : before.length < 7)

/**
 * The eight digits of the mail, in one field. A whole code that is pasted takes the place of what was there, out of
 * whatever words came along, and is sent by itself, as the hint says (WCAG 2.2, 3.2.2). What is typed is never rewritten.
 */
export const CodeField = ({ error }: { error: string | undefined }) => {
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
