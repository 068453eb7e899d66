import type { SeenBrowser } from '@muster/shared/hand-over'
import { useEffect, useRef, useState } from 'react'
import type { useNumber } from '../api/hand-over.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/facts.tsx'
import { Form } from '../ui/form.tsx'
import { TextField, verbatim } from '../ui/text-field.tsx'
import { text } from './form-text.ts'
import { useHandOverWords, useSeenName } from './hand-over-words.ts'
import classes from './hand-over.module.css'
import { LaterFailureAlert } from './later-failure-alert.tsx'

type HandOverNumberProps = { readonly by: SeenBrowser; readonly number: ReturnType<typeof useNumber> }

/** The other screen is there: the person says that it is theirs by what stands on it. */
export const HandOverNumber = ({ by, number }: HandOverNumberProps) => {
  const { number: words, offer } = useHandOverWords()
  const [missing, setMissing] = useState<{ readonly digits: string }>()
  const name = useSeenName(by)
  const field = useRef<HTMLDivElement>(null)
  // It comes by itself in the place of the code: who cannot see that hears it.
  useEffect(() => field.current?.querySelector('input')?.focus(), [])
  return (
    <div className={classes.content} ref={field}>
      <Chip term={words.found} value={name} />
      <Form
        submit={words.submit}
        busy={number.isPending}
        failure={missing ?? number.error}
        onSubmit={(form) => {
          const digits = text(new FormData(form), 'number').replaceAll(/\s/g, '').normalize('NFKC')
          const isNumber = /^[1-9]\d$/.test(digits)
          setMissing(isNumber ? undefined : { digits })
          if (isNumber) number.mutate(digits)
        }}
        more={
          <Button look="plain" onClick={() => number.mutate('none')}>
            {words.none}
          </Button>
        }
      >
        {missing === undefined && (
          <LaterFailureAlert failure={number.error} better={{ 'hand-over-ended': offer.expired }} />
        )}
        <TextField
          name="number"
          look="code"
          label={words.label}
          hint={words.text}
          error={missing === undefined ? undefined : words.missing}
          autoComplete="off"
          inputMode="numeric"
          maxLength={8}
          {...verbatim}
        />
        <p className={classes.small}>{words.warning}</p>
      </Form>
    </div>
  )
}
