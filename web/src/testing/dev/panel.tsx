import { type ReactNode, useId, useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { devAccounts, devPeople, passwordOf, traitsOf } from './accounts.ts'
import { faultNames, faults } from './faults.ts'
import { fillIn } from './fields.ts'
import { freshPassword } from './drive.ts'
import { jumpNames } from './jumps.ts'
import { MicrosoftDialog } from './microsoft-dialog.tsx'
import { panelStyle } from './panel-style.ts'
import type { DevWorld } from './world.ts'

/** Development only: its words are in no catalog. */
type ChoiceProps<V extends string> = {
  readonly label: string
  readonly value: V | ''
  readonly options: readonly { readonly value: V; readonly words: string }[]
  readonly none?: string
  readonly onChoose: (value: V | undefined) => void
}

const Choice = <V extends string>({ label, value, options, none, onChoose }: ChoiceProps<V>) => {
  const id = useId()
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChoose(options.find((option) => option.value === target.value)?.value)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map(({ value: each, words }) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </p>
  )
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div role="group" aria-label={label} className="row">
    {children}
  </div>
)

const Mail = ({ text, to }: { text: string; to: string }) => {
  const [said, setSaid] = useState('')
  const code = /\b\d{4} \d{4}\b/.exec(text)?.[0]
  return (
    <details>
      <summary>
        Mail to {to}
        {code !== undefined && `: ${code}`}
      </summary>
      {code !== undefined && (
        <Row label="Code">
          <button type="button" onClick={() => setSaid(fillIn('code', code) ? 'Pasted.' : 'No field for it here.')}>
            Paste the code
          </button>
          <span role="status">{said}</span>
        </Row>
      )}
      <pre>{text}</pre>
    </details>
  )
}

const accountChoices = devAccounts.map(({ id, name }) => ({ value: id, words: `${id} · ${name}` }))
const personChoices = devPeople.map((person) => ({
  value: person.username,
  words: `${person.username} · ${traitsOf(person)}`,
}))
const jumpChoices = jumpNames.map((value) => ({ value, words: value }))
const faultChoices = faultNames.map((value) => ({ value, words: faults[value].label }))

/** The development world's panel: whose page, who, what goes wrong, and the time. */
const Panel = ({ world }: { world: DevWorld }) => {
  const { choice, mail, visit } = useSyncExternalStore(world.subscribe, world.board)
  const account = devAccounts.find(({ id }) => id === choice.account)
  const person = devPeople.find(({ username }) => username === choice.person)
  const fill = () => {
    if (account === undefined || person === undefined) return
    const password = passwordOf(account, person)
    fillIn('username', person.username)
    for (const name of ['password', 'old']) fillIn(name, password)
    for (const name of ['next', 'repeat']) fillIn(name, freshPassword)
  }
  return (
    <aside aria-label="Development">
      <details
        open={choice.open}
        onToggle={({ currentTarget: { open } }) => open !== choice.open && world.choose({ open })}
      >
        <summary>Development</summary>
        <Choice
          label="Account"
          value={choice.account}
          options={accountChoices}
          onChoose={(next) => next !== undefined && world.begin({ account: next })}
        />
        <Choice
          label="Person"
          value={choice.person}
          options={personChoices}
          onChoose={(next) => next !== undefined && world.choose({ person: next })}
        />
        <Row label="What they type">
          <button type="button" onClick={fill}>
            Fill in the page
          </button>
          <button type="button" onClick={() => world.begin({})}>
            Begin anew
          </button>
        </Row>
        <Choice
          label="Jump to"
          value={choice.jump ?? ''}
          none="the first page"
          options={jumpChoices}
          onChoose={(jump) => world.begin(jump === undefined ? {} : { jump })}
        />
        <Choice
          label="Fault"
          value={choice.fault}
          options={faultChoices}
          onChoose={(next) => next !== undefined && world.setFault(next)}
        />
        <Row label="Clock">
          {[5, 20, 60].map((count) => (
            <button key={count} type="button" onClick={() => world.pass(count)}>
              + {count} min
            </button>
          ))}
        </Row>
        {mail === undefined ? <p>No mail yet.</p> : <Mail key={mail.id} text={mail.text} to={mail.to.address} />}
      </details>
      {visit !== undefined && <MicrosoftDialog {...visit} />}
    </aside>
  )
}

/** Puts the panel behind the page, in a shadow of its own: neither's styles reach the other. */
export const openPanel = (world: DevWorld): void => {
  const host = document.createElement('div')
  host.id = 'muster-dev-panel'
  const shadow = host.attachShadow({ mode: 'open' })
  const style = document.createElement('style')
  style.textContent = panelStyle
  const root = document.createElement('div')
  shadow.append(style, root)
  document.body.append(host)
  createRoot(root).render(<Panel world={world} />)
}
