import { useId, useState } from 'react'
import { offered } from '../messages/catalogs.ts'
import { useLanguage, useMessages } from '../messages/language.ts'
import { directionOf } from '@muster/shared/direction'
import { autonyms } from '../messages/languages.ts'
import { switchLanguage } from '../messages/switch-language.ts'
import { Icon } from './icon.tsx'
import { globe } from './later-drawings.ts'
import classes from './language-switch.module.css'

/** The choice of a language, the one that is spoken among them: takes effect at once, and takes nothing of what was entered. */
export const LanguageSwitch = ({ among = offered }: { among?: readonly string[] | undefined }) => {
  const { frame } = useMessages()
  const { language, coming, missed } = useLanguage()
  const [isChosen, setChosen] = useState(false)
  const id = useId()
  return (
    <div className={classes.switch}>
      <label className={classes.label} htmlFor={id}>
        <Icon of={globe} size={18} />
        {frame.language}
      </label>
      <select
        className={classes.select}
        id={id}
        value={coming ?? language}
        onChange={({ target }) => {
          const chosen = offered.find((tag) => tag === target.value)
          if (chosen !== undefined) void switchLanguage(chosen).then(() => setChosen(true))
        }}
      >
        {offered
          .filter((tag) => tag === language || among.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} lang={tag} dir={directionOf(tag)}>
              {autonyms[tag]}
            </option>
          ))}
      </select>
      <p className={missed === undefined ? 'visually-hidden' : classes.missed} role="status">
        {missed !== undefined
          ? frame.languageMissed({ language: autonyms[missed] })
          : isChosen && coming === undefined
            ? frame.languageChosen
            : ''}
      </p>
    </div>
  )
}
