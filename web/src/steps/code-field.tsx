import { digitsIn } from '@muster/shared/code-digits'
import { type ChangeEvent, useRef } from 'react'
import { useLaterMessages } from '../messages/language.ts'
import { TextField, verbatim } from '../ui/text-field.tsx'

const differing = (before: string, after: string): number =>
  [...after].filter((digit, at) => digit !== before[at]).length

/** Pasted or filled in by the phone, also over another code: eight digits came at once. Typed digits wait for the button. */
const cameAtOnce = (before: string, after: string): boolean =>
  after.length === 8 && (before.length === 8 ? differing(before, after) > 1 : before.length < 7)

/** The eight digits of the mail; they are sent by themselves when they come at once. */
export const CodeField = ({ error }: { error: string | undefined }) => {
  const { code } = useLaterMessages().emailCode
  const typed = useRef('')
  const follow = (value: string, event: ChangeEvent<HTMLInputElement>) => {
    const digits = digitsIn(value)
    if (cameAtOnce(typed.current, digits)) event.currentTarget.form?.requestSubmit()
    typed.current = digits
  }
  return (
    <TextField
      name="code"
      look="code"
      label={code}
      error={error}
      {...verbatim}
      autoComplete="one-time-code"
      inputMode="numeric"
      dir="ltr"
      maxLength={64}
      onText={follow}
    />
  )
}
