import { useId } from 'react'
import { FieldError, useMending } from './form.tsx'
import classes from './choice.module.css'
import formClasses from './form.module.css'

type Choice<V extends string> = {
  readonly value: V
  readonly name: string
  readonly hint?: string
  readonly tag?: string | undefined
}

type ChoiceFieldProps<V extends string> = {
  readonly name: string
  readonly legend: string
  readonly choices: readonly Choice<V>[]
  readonly chosen?: V | undefined
  readonly error?: string | undefined
  readonly onChoose?: (value: V) => void
}

/** One of a few, each on a card of its own that is easy to hit. Its name is short; the hint is said after it. */
export const ChoiceField = <V extends string>({
  name,
  legend,
  choices,
  chosen,
  error: told,
  onChoose,
}: ChoiceFieldProps<V>) => {
  const id = useId()
  const { error, onEdit } = useMending(told)
  return (
    <fieldset aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className={formClasses.label}>{legend}</legend>
      <div className={classes.choices}>
        {choices.map(({ value, name: words, hint, tag }) => (
          <label key={value} className={classes.choice}>
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === chosen}
              data-invalid={error !== undefined}
              aria-labelledby={`${id}-${value}`}
              aria-describedby={hint === undefined ? undefined : `${id}-${value}-hint`}
              onChange={() => {
                onEdit()
                onChoose?.(value)
              }}
            />
            <span className={classes.choiceName} id={`${id}-${value}`}>
              {words} {tag !== undefined && <span className={classes.tag}>{tag}</span>}
            </span>
            {hint !== undefined && (
              <span className={classes.choiceHint} id={`${id}-${value}-hint`}>
                {hint}
              </span>
            )}
          </label>
        ))}
      </div>
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  )
}

type TickFieldProps = { readonly name: string; readonly label: string; readonly error?: string | undefined }

/** Yes or not yet. */
export const TickField = ({ name, label, error: told }: TickFieldProps) => {
  const id = useId()
  const { error, onEdit } = useMending(told)
  return (
    <div>
      <label className={classes.tick}>
        <input
          type="checkbox"
          name={name}
          value="yes"
          onChange={onEdit}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
        />
        {label}
      </label>
      <FieldError id={`${id}-error`} error={error} />
    </div>
  )
}
