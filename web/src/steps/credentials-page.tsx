import { routes } from '../api/calls.ts'
import type { StepOf } from '@muster/shared/step'
import { Suspense, useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { isProblem } from '../api/failure.ts'
import { useMessages } from '../messages/language.ts'
import { Form } from '../ui/form.tsx'
import { NameFields } from '../ui/name-fields.tsx'
import { Page } from '../ui/page.tsx'
import { PasswordField } from '../ui/text-field.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'
import { exactText, text } from './form-text.ts'
import { PasswordNote } from './later-parts.ts'
import { fieldOfDomain, type NameMistakes, nameMistakesIn } from './name-mistakes.ts'
import { usePortal } from './portal.ts'

type Mistakes = NameMistakes & { readonly password?: true }

/** Existing workflow: name and password on one page. */
export const CredentialsPage = ({ step }: { step: StepOf<'credentials'> }) => {
  const { credentials: words, names: nameWords, problems } = useMessages()
  const { names, rememberNames } = usePortal()
  const [missing, setMissing] = useState<Mistakes>()
  const credentials = useSubmission(routes.credentials, (form) => ({
    username: text(form, 'username'),
    domain: text(form, 'domain'),
    password: exactText(form, 'password'),
  }))
  const wait = useWait(credentials.error)
  const onUnknownDomain = isProblem(credentials.error, 'unknown-domain')
  const unknown =
    missing === undefined && onUnknownDomain ? { [fieldOfDomain(names.username)]: problems['unknown-domain'] } : {}
  return (
    <Page title={words.title} lead={words.lead} account={step.account.name}>
      {step.note !== undefined && (
        <Suspense>
          <PasswordNote note={step.note} />
        </Suspense>
      )}
      <Form
        submit={words.submit}
        busy={credentials.isPending}
        waiting={wait > 0}
        failure={missing ?? credentials.error}
        onSubmit={(form) => {
          const data = new FormData(form)
          rememberNames({ username: text(data, 'username'), domain: text(data, 'domain') })
          const mistakes: Mistakes = {
            ...nameMistakesIn(data, step.domains),
            ...(exactText(data, 'password') === '' ? { password: true } : {}),
          }
          const isComplete = Object.keys(mistakes).length === 0
          setMissing(isComplete ? undefined : mistakes)
          if (isComplete) credentials.mutate(form)
        }}
      >
        {missing === undefined && !onUnknownDomain && <FailureAlert failure={credentials.error} />}
        <NameFields
          username={names.username ?? step.username}
          domain={names.domain || step.domain}
          domains={step.domains}
          usernameError={(missing?.username && nameWords.usernameMissing) ?? unknown.username}
          domainError={(missing?.domain && nameWords.domainMissing) ?? unknown.domain}
        />
        <PasswordField
          name="password"
          autoComplete="current-password"
          label={nameWords.password}
          error={missing?.password && nameWords.passwordMissing}
        />
      </Form>
    </Page>
  )
}
