import { laterRoutes } from '../api/later-calls.ts'
import type { StepOf } from '@muster/shared/step'
import { Ownership, Platform } from '@muster/shared/vocabulary'
import { Fragment, useState } from 'react'
import { surroundingsOf } from '@muster/shared/surroundings'
import { useSubmission } from '../api/enrollment.ts'
import { adviceForSetUp, suggestedHere } from '../browser/advice.ts'
import { signsOf } from '../browser/signs.ts'
import { useLaterMessages } from '../messages/language.ts'
import { ChoiceField, TickField } from '../ui/choice-field.tsx'
import { Form } from '../ui/form.tsx'
import { Page } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useWait } from './failure-alert.tsx'
import { text } from './form-text.ts'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import classes from './steps.module.css'
import { TermsText } from './terms-text.tsx'

type Mistakes = { readonly platform: boolean; readonly ownership: boolean; readonly terms: boolean }

const mistakesIn = (form: FormData, step: StepOf<'device'>): Mistakes | undefined => {
  const mistakes = {
    platform: text(form, 'platform') === '',
    ownership: step.ownership !== undefined && text(form, 'ownership') === '',
    terms: step.terms !== undefined && text(form, 'terms') === '',
  }
  return Object.values(mistakes).includes(true) ? mistakes : undefined
}

/** The form → what is registered. What is blank is left out: the server has a name for each device. */
const deviceIn = (form: FormData, step: StepOf<'device'>) => {
  const name = text(form, 'name')
  return {
    platform: Platform.parse(text(form, 'platform')),
    ...(name === '' ? {} : { name }),
    ...(step.ownership === undefined ? {} : { ownership: Ownership.parse(text(form, 'ownership')) }),
    ...(step.terms === undefined ? {} : { termsVersion: step.terms.version }),
  }
}

/** The key of one registration: the same for the same choices, so that a retry after a lost answer is no second device. */
const useIdempotencyKey = () => {
  const [keys] = useState(() => new Map<string, string>())
  return (choices: unknown): string => {
    const chosen = JSON.stringify(choices)
    const key = keys.get(chosen) ?? crypto.randomUUID()
    keys.set(chosen, key)
    return key
  }
}

/** Said as soon as it is true: the set-up goes on in another browser than this. */
const SafariNote = ({ shown }: { shown: boolean }) => {
  const { setUp } = useLaterMessages().advice
  return (
    <p className={shown ? undefined : 'visually-hidden'} role="status">
      {shown && setUp.safari}
    </p>
  )
}

/** What is registered, whose it is, and on which terms. */
export const DevicePage = ({ step }: { step: StepOf<'device'> }) => {
  const words = useLaterMessages().device
  const [mistakes, setMistakes] = useState<Mistakes>()
  const only = step.platforms.length === 1 ? step.platforms[0] : undefined
  const here = surroundingsOf(signsOf(navigator))
  const suggested = suggestedHere(here, step.platforms, step.suggested)
  const [platform, setPlatform] = useState(suggested ?? only)
  const keyFor = useIdempotencyKey()
  const device = useSubmission(
    laterRoutes.device,
    (form) => deviceIn(form, step),
    (body) => ({ 'idempotency-key': keyFor(body) }),
  )
  const wait = useWait(device.error)
  return (
    <Page title={words.title} lead={words.lead} account={step.account.name}>
      <p className={classes.who}>{words.signedInAs({ name: `${step.username}@${step.domain}` })}</p>
      <Form
        submit={words.submit}
        busy={device.isPending}
        waiting={wait > 0}
        failure={mistakes ?? device.error}
        onSubmit={(form) => {
          const found = mistakesIn(new FormData(form), step)
          setMistakes(found)
          if (found === undefined) device.mutate(form)
        }}
      >
        {mistakes === undefined && <LaterFailureAlert failure={device.error} />}
        <ChoiceField
          name="platform"
          legend={words.platform}
          chosen={platform}
          error={mistakes?.platform ? words.platformMissing : undefined}
          onChoose={setPlatform}
          choices={step.platforms.map((value) => ({
            value,
            name: words.platforms[value],
            hint: words.platformHints[value],
            tag: value === suggested ? words.detected : undefined,
          }))}
        />
        <SafariNote shown={platform !== undefined && adviceForSetUp(here, platform) === 'safari'} />
        <TextField
          name="name"
          label={words.name}
          optional={words.optional}
          hint={words.nameHint}
          placeholder={platform === undefined ? '' : words.defaultName[platform]({ username: step.username })}
          autoComplete="off"
          maxLength={64}
        />
        {step.ownership !== undefined && (
          <ChoiceField
            name="ownership"
            legend={words.ownership}
            error={mistakes?.ownership ? words.ownershipMissing : undefined}
            choices={step.ownership.map((value) => ({
              value,
              name: words.ownerships[value],
              hint: words.privacy[value],
            }))}
            chosen={step.ownership.length === 1 ? step.ownership[0] : undefined}
          />
        )}
        {step.terms !== undefined && (
          // Other terms are read and accepted anew.
          <Fragment key={step.terms.version}>
            <TermsText terms={step.terms} />
            <TickField name="terms" label={words.accept} error={mistakes?.terms ? words.acceptMissing : undefined} />
          </Fragment>
        )}
      </Form>
    </Page>
  )
}
