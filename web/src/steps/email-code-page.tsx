import { routes } from '@muster/shared/contract'
import type { StepOf } from '@muster/shared/step'
import { type ChangeEvent, useRef, useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { secondsUntil } from '../api/server-clock.ts'
import { laterMessages } from '../messages/later.ts'
import { Button } from '../ui/button.tsx'
import { useCountdown } from '../ui/countdown.ts'
import { Chip, Lines, Section } from '../ui/facts.tsx'
import { Form } from '../ui/form.tsx'
import { Page } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { CodeStatus } from './code-status.tsx'
import { useWait } from './failure-alert.tsx'
import { text } from './form-text.ts'
import { LaterFailureAlert } from './later-failure-alert.tsx'

const words = laterMessages.emailCode
const digitsIn = (typed: string): string => typed.replaceAll(/\D/g, '')

/** Pasted or filled in by the phone: eight digits came at once. Typed digits wait for the button. */
const cameAtOnce = (before: string, after: string): boolean => after.length === 8 && after.length - before.length > 1

/** The portal's own second step: the code that went out by e-mail. */
export const EmailCodePage = ({ step }: { step: StepOf<'email-code'> }) => {
  const [missing, setMissing] = useState<{ code: true }>()
  const typed = useRef('')
  const verify = useSubmission(routes.emailCode, (form) => ({ code: digitsIn(text(form, 'code')) }))
  const resend = useSubmission(routes.resend, () => ({}))
  const wait = useWait(verify.error)
  const resendIn = useCountdown(() => Math.max(secondsUntil(step.resendAt), 0))
  const resendWait = useWait(resend.error)
  const failure = resend.error ?? verify.error

  const follow = (value: string, event: ChangeEvent<HTMLInputElement>) => {
    const digits = digitsIn(value)
    if (cameAtOnce(typed.current, digits)) event.currentTarget.form?.requestSubmit()
    typed.current = digits
  }

  return (
    <Page title={words.title} lead={words.lead} account={step.account.name}>
      <Chip term={words.sentTo} value={step.sentTo} />
      <Form
        submit={words.submit}
        busy={verify.isPending}
        waiting={wait > 0}
        failure={missing ?? failure}
        onSubmit={(form) => {
          const isShort = digitsIn(text(new FormData(form), 'code')).length !== 8
          setMissing(isShort ? { code: true } : undefined)
          resend.reset()
          if (!isShort) verify.mutate(form)
        }}
        more={
          <Button
            look="second"
            busy={resend.isPending}
            disabled={Math.max(resendIn, resendWait) > 0}
            onClick={() => {
              setMissing(undefined)
              verify.reset()
              resend.mutate(undefined)
            }}
          >
            {resendIn > 0 ? words.resendIn({ seconds: resendIn }) : words.resend}
          </Button>
        }
      >
        {missing === undefined && <LaterFailureAlert failure={failure} />}
        <TextField
          name="code"
          look="code"
          label={words.code}
          error={missing && words.codeMissing}
          autoComplete="one-time-code"
          inputMode="numeric"
          spellCheck={false}
          maxLength={64}
          onText={follow}
        />
        <CodeStatus step={step} resent={resend.isSuccess} />
      </Form>
      <Section title={words.noMail}>
        <Lines as="points" lines={words.noMailHelp} />
      </Section>
    </Page>
  )
}
