import { codeDigits, digitsIn } from '@muster/shared/code-digits'
import { laterRoutes } from '../api/later-calls.ts'
import type { StepOf } from '@muster/shared/step'
import { useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { isProblem } from '../api/failure.ts'
import { secondsUntil } from '../api/server-clock.ts'
import { clockTime } from '../messages/format.ts'
import type { LaterMessages } from '../messages/later-messages.ts'
import { useLanguage, useLaterMessages, useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { useCountdown } from '../ui/countdown.ts'
import { Chip } from '../ui/facts.tsx'
import { Form } from '../ui/form.tsx'
import { Page } from '../ui/page.tsx'
import { CodeField, useCodeField } from './code-field.tsx'
import { CodeHelp } from './code-help.tsx'
import { CodeStatus, useCodeEnd } from './code-status.tsx'
import { type ProblemWords, useWait } from './failure-alert.tsx'
import { text } from './form-text.ts'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { usePortal } from './portal.ts'

/** The last wrong try ends the code: checking its digits would be of no use. */
const betterWords = (
  verifying: Error | null,
  isResend: boolean,
  { emailCode, problems }: LaterMessages,
): ProblemWords => ({
  ...(isProblem(verifying, 'code-wrong') && verifying.problem.triesLeft === 0
    ? { 'code-wrong': problems['code-exhausted'] }
    : {}),
  ...(isResend ? { 'too-many-requests': emailCode.tooManyCodes } : {}),
})

/** What the page is about: a mail that comes, one that comes after others, one that does not come, or a code that ended. */
const openingOf = (
  { delivery, triesLeft, codeNumber: number }: StepOf<'email-code'>,
  { title, titleFailed, lead, leadAgain }: LaterMessages['emailCode'],
  hasEnded: boolean,
) =>
  // Without tries it was delivered, or is not kept any more.
  delivery === 'failed' && triesLeft > 0
    ? { title: titleFailed, lead: undefined }
    : { title, lead: hasEnded ? undefined : number > 1 ? leadAgain({ number }) : lead }

/** The portal's own second step: the code that went out by e-mail. */
export const EmailCodePage = ({ step }: { step: StepOf<'email-code'> }) => {
  const { changeName, profile } = usePortal()
  const { frame } = useMessages()
  const later = useLaterMessages()
  const { language } = useLanguage()
  const words = later.emailCode
  const [missing, setMissing] = useState<{ code: true }>()
  const verify = useSubmission(laterRoutes.emailCode, (form) => ({ code: digitsIn(text(form, 'code')) }))
  const resend = useSubmission(laterRoutes.resend, () => ({}))
  const { ref, asks } = useCodeField(step.resendAt)
  const wait = useWait(verify.error)
  const resendIn = useCountdown(() => Math.max(secondsUntil(step.resendAt), 0))
  const resendWait = useWait(resend.error)
  const failure = resend.error ?? verify.error
  const end = useCodeEnd(step)
  const hasEnded = end !== undefined
  const isInVain = hasEnded || step.delivery === 'failed'

  return (
    <Page {...openingOf(step, words, hasEnded)} account={step.account.name}>
      <Chip term={words.sentTo} value={step.sentTo}>
        <Button look="plain" onClick={changeName}>
          {later.password.notYou}
        </Button>
      </Chip>
      <Form
        submit={words.submit}
        // Where no code can be right a new one is the thing to do.
        look={isInVain ? 'second' : 'first'}
        busy={verify.isPending}
        waiting={wait > 0}
        failure={missing ?? failure}
        onSubmit={(form) => {
          const isShort = digitsIn(text(new FormData(form), 'code')).length !== codeDigits
          setMissing(isShort ? { code: true } : undefined)
          resend.reset()
          if (!isShort) verify.mutate(form)
        }}
        more={
          <Button
            look={isInVain ? 'first' : 'second'}
            busy={resend.isPending}
            disabled={Math.max(resendIn, resendWait) > 0}
            onClick={() => {
              setMissing(undefined)
              verify.reset()
              asks()
              resend.mutate(undefined)
            }}
          >
            {resendIn > 0 ? (
              <>
                <span aria-hidden="true">{words.resendIn({ time: clockTime(resendIn, frame.hours, language) })}</span>
                {/* A name that changed each second would be read out each second to whoever is on the button. */}
                <span className="visually-hidden">{words.resend}</span>
              </>
            ) : (
              words.resend
            )}
          </Button>
        }
      >
        {missing === undefined && (
          <LaterFailureAlert failure={failure} better={betterWords(verify.error, resend.error !== null, later)} />
        )}
        <CodeField field={ref} error={missing && words.codeMissing} />
        <CodeStatus
          step={step}
          end={end}
          isEndTold={missing === undefined && isProblem(failure, 'code-wrong', 'code-exhausted', 'code-expired')}
        />
      </Form>
      <CodeHelp step={step} support={profile?.support} />
    </Page>
  )
}
