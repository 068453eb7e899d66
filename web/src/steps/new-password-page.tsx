import { laterRoutes } from '../api/later-calls.ts'
import type { StepOf } from '@muster/shared/step'
import { useState } from 'react'
import { useSubmission } from '../api/enrollment.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { Form } from '../ui/form.tsx'
import { domainInside } from '../ui/name-fields.tsx'
import { Page } from '../ui/page.tsx'
import { PasswordField } from '../ui/text-field.tsx'
import { useWait } from './failure-alert.tsx'
import { exactText } from './form-text.ts'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { type Names, usePortal } from './portal.ts'
import { NameForManagers, SigningInAs } from './signing-in-as.tsx'

type Mistakes = { readonly old?: true; readonly next?: true; readonly repeat?: true }

const mistakesIn = (form: FormData): Mistakes | undefined => {
  const [old, next, repeat] = [exactText(form, 'old'), exactText(form, 'next'), exactText(form, 'repeat')]
  if (old !== '' && next !== '' && next === repeat) return undefined
  return {
    ...(old === '' ? { old: true } : {}),
    ...(next === '' ? { next: true } : {}),
    ...(next !== '' && next !== repeat ? { repeat: true } : {}),
  }
}

/** The step does not tell the name; the page remembers it until it is loaded anew. */
const nameOf = ({ username, domain }: Names): string | undefined =>
  username === undefined || domain === undefined || domain === '' || domainInside(username) !== undefined
    ? username
    : `${username}@${domain}`

/** An expired password is changed here, where the account lets us. */
export const NewPasswordPage = ({ step }: { step: StepOf<'new-password'> }) => {
  const { passwordMissing } = useMessages().names
  const words = useLaterMessages().newPassword
  const name = nameOf(usePortal().names)
  const [mistakes, setMistakes] = useState<Mistakes>()
  const newPassword = useSubmission(laterRoutes.newPassword, (form) => ({
    oldPassword: exactText(form, 'old'),
    newPassword: exactText(form, 'next'),
  }))
  const wait = useWait(newPassword.error)
  return (
    <Page title={words.title} lead={words.lead} account={step.account.name}>
      <SigningInAs name={name} />
      <Form
        submit={words.submit}
        busy={newPassword.isPending}
        waiting={wait > 0}
        failure={mistakes ?? newPassword.error}
        onSubmit={(form) => {
          const found = mistakesIn(new FormData(form))
          setMistakes(found)
          if (found === undefined) newPassword.mutate(form)
        }}
      >
        {mistakes === undefined && (
          <LaterFailureAlert
            failure={newPassword.error}
            better={{ 'sign-in-failed': words.oldWrong, unavailable: words.unknown }}
          />
        )}
        <NameForManagers name={name} />
        <PasswordField
          name="old"
          autoComplete="current-password"
          label={words.current}
          error={mistakes?.old && passwordMissing}
        />
        <PasswordField
          name="next"
          autoComplete="new-password"
          label={words.next}
          hint={step.rules}
          error={mistakes?.next && words.nextMissing}
        />
        <PasswordField
          name="repeat"
          autoComplete="new-password"
          label={words.repeat}
          error={mistakes?.repeat && words.repeatDiffers}
        />
      </Form>
    </Page>
  )
}
