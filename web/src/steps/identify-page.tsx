import { routes } from '../api/calls.ts'
import type { StepOf } from '@muster/shared/step'
import { useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { isProblem } from '../api/failure.ts'
import { useMessages } from '../messages/language.ts'
import { Form } from '../ui/form.tsx'
import { NameFields } from '../ui/name-fields.tsx'
import { Page } from '../ui/page.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'
import { text } from './form-text.ts'
import { fieldOfDomain, type NameMistakes, nameMistakesIn } from './name-mistakes.ts'
import { usePortal } from './portal.ts'

/** New workflow: who somebody is, before anything is asked of them. */
export const IdentifyPage = ({ step }: { step: StepOf<'identify'> }) => {
  const { identify: words, names: nameWords, problems } = useMessages()
  const { names, rememberNames } = usePortal()
  const [missing, setMissing] = useState<NameMistakes>()
  const identity = useSubmission(routes.identity, (form) => ({
    username: text(form, 'username'),
    domain: text(form, 'domain'),
  }))
  const wait = useWait(identity.error)
  const onUnknownDomain = isProblem(identity.error, 'unknown-domain')
  const unknown =
    missing === undefined && onUnknownDomain ? { [fieldOfDomain(names.username)]: problems['unknown-domain'] } : {}
  return (
    <Page title={words.title} lead={words.lead} account={step.account.name}>
      <Form
        submit={words.submit}
        busy={identity.isPending}
        waiting={wait > 0}
        failure={missing ?? identity.error}
        onSubmit={(form) => {
          const data = new FormData(form)
          rememberNames({ username: text(data, 'username'), domain: text(data, 'domain') })
          const mistakes = nameMistakesIn(data, step.domains)
          const isComplete = Object.keys(mistakes).length === 0
          setMissing(isComplete ? undefined : mistakes)
          if (isComplete) identity.mutate(form)
        }}
      >
        {missing === undefined && !onUnknownDomain && <FailureAlert failure={identity.error} />}
        <NameFields
          username={names.username ?? step.username}
          domain={names.domain || step.domain}
          domains={step.domains}
          usernameError={(missing?.username && nameWords.usernameMissing) ?? unknown.username}
          domainError={(missing?.domain && nameWords.domainMissing) ?? unknown.domain}
        />
      </Form>
    </Page>
  )
}
