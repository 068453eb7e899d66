import { useState } from 'react'
import { useMessages } from '../messages/language.ts'
import { SelectField, TextField, verbatim } from './text-field.tsx'

type NameFieldsProps = {
  readonly username?: string | undefined
  readonly domain?: string | undefined
  readonly domains?: readonly string[] | undefined
  readonly usernameError?: string | undefined
  readonly domainError?: string | undefined
}

/** `ana@corp.example`, `CORP\ana` → the domain written inside, which wins over the field beneath. */
export const domainInside = (typed: string): string | undefined => {
  const [, before, after] = /^\s*(?:([^\\@\s]+)\\\S.*|[^\\]+@([^@\s]+))\s*$/.exec(typed) ?? []
  return before ?? after
}

/** User name and domain, as every sign-in page of ours asks them. */
export const NameFields = ({ username, domain, domains, usernameError, domainError }: NameFieldsProps) => {
  const { names } = useMessages()
  const [typed, setTyped] = useState(username ?? '')
  const inside = domainInside(typed)
  const hint = inside === undefined ? undefined : names.domainWins({ domain: inside })
  return (
    <>
      <TextField
        name="username"
        label={names.username}
        hint={names.usernameHint}
        error={usernameError}
        defaultValue={username ?? ''}
        autoComplete="username"
        {...verbatim}
        maxLength={256}
        onText={setTyped}
      />
      {domains === undefined ? (
        <TextField
          name="domain"
          label={names.domain}
          hint={hint ?? (domain === undefined ? names.domainHint : undefined)}
          error={domainError}
          defaultValue={domain ?? ''}
          autoComplete="off"
          {...verbatim}
          dir="ltr"
          inputMode="url"
          maxLength={255}
        />
      ) : (
        <SelectField
          name="domain"
          label={names.domain}
          hint={hint}
          error={domainError}
          options={domains}
          nothingChosen={names.domainChoose}
          defaultValue={domain}
        />
      )}
    </>
  )
}
