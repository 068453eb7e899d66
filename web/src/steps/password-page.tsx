import { laterRoutes } from '../api/later-calls.ts'
import type { StepOf } from '@muster/shared/step'
import { useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { Form } from '../ui/form.tsx'
import { Page } from '../ui/page.tsx'
import { PasswordField } from '../ui/text-field.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'
import { exactText } from './form-text.ts'
import { PasswordNote } from './password-note.tsx'
import { NameForManagers, SigningInAs } from './signing-in-as.tsx'

/** New workflow, Active Directory: the password of the name given before. */
export const PasswordPage = ({ step }: { step: StepOf<'password'> }) => {
  const { names } = useMessages()
  const words = useLaterMessages().password
  const [missing, setMissing] = useState<{ password: true }>()
  const password = useSubmission(laterRoutes.password, (form) => ({ password: exactText(form, 'password') }))
  const wait = useWait(password.error)
  const name = `${step.username}@${step.domain}`
  return (
    <Page title={words.title} account={step.account.name}>
      {step.note !== undefined && <PasswordNote note={step.note} />}
      <SigningInAs name={name} />
      <Form
        submit={words.submit}
        busy={password.isPending}
        waiting={wait > 0}
        failure={missing ?? password.error}
        onSubmit={(form) => {
          const isEmpty = exactText(new FormData(form), 'password') === ''
          setMissing(isEmpty ? { password: true } : undefined)
          if (!isEmpty) password.mutate(form)
        }}
      >
        {missing === undefined && <FailureAlert failure={password.error} />}
        <NameForManagers name={name} />
        <PasswordField
          name="password"
          autoComplete="current-password"
          label={names.password}
          error={missing && names.passwordMissing}
        />
      </Form>
    </Page>
  )
}
