import { routes } from '@muster/shared/contract'
import type { StepOf } from '@muster/shared/step'
import { useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { laterMessages } from '../messages/later.ts'
import { messages } from '../messages/messages.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/facts.tsx'
import { Form } from '../ui/form.tsx'
import { Page } from '../ui/page.tsx'
import { PasswordField } from '../ui/text-field.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'
import { exactText } from './form-text.ts'
import { usePortal } from './portal.ts'

const words = laterMessages.password

/** New workflow, Active Directory: the password of the name given before. */
export const PasswordPage = ({ step }: { step: StepOf<'password'> }) => {
  const { changeName } = usePortal()
  const [missing, setMissing] = useState<{ password: true }>()
  const password = useSubmission(routes.password, (form) => ({ password: exactText(form, 'password') }))
  const wait = useWait(password.error)
  const name = `${step.username}@${step.domain}`
  return (
    <Page title={words.title} account={step.account.name}>
      <Chip term={words.signingInAs} value={name}>
        <Button look="plain" onClick={changeName}>
          {words.notYou}
        </Button>
      </Chip>
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
        {/* Not seen: tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        <PasswordField
          name="password"
          autoComplete="current-password"
          label={messages.names.password}
          error={missing && messages.names.passwordMissing}
        />
      </Form>
    </Page>
  )
}
