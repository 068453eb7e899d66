import { useLayoutEffect, useRef, useState } from 'react'
import { devPeople } from './accounts.ts'
import type { Board } from './world.ts'

/** What Entra refuses with, and what that means (learn.microsoft.com, "Microsoft Entra authentication error codes"). */
const numbers = {
  50105: 'the person is not assigned to the application',
  50126: 'wrong name or password',
  53000: 'the device is not compliant',
  53003: 'blocked by Conditional Access',
  65001: 'nobody consented to the application',
  65004: 'the person declined to consent',
  700016: 'the application is not in the tenant',
} as const

/** Stands in for Microsoft's page: who signs in, or how they do not. */
export const MicrosoftDialog = ({ loginHint, answer }: NonNullable<Board['visit']>) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [username, setUsername] = useState(loginHint.split('@')[0] ?? '')
  const [number, setNumber] = useState('53003')
  // Closed before React takes it away: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const inEntra = devPeople.filter(({ entra }) => entra !== undefined)
  return (
    <dialog
      ref={dialog}
      aria-labelledby="microsoft"
      onCancel={(event) => {
        event.preventDefault()
        answer('goes-back')
      }}
    >
      <h2 id="microsoft">Microsoft’s page</h2>
      <p>
        <label htmlFor="who">Signs in</label>
        <select id="who" value={username} onChange={({ target }) => setUsername(target.value)}>
          {!inEntra.some((person) => person.username === username) && (
            <option value={username}>{username} (unknown there)</option>
          )}
          {inEntra.map((person) => (
            <option key={person.username}>{person.username}</option>
          ))}
        </select>
      </p>
      <div className="row">
        <button type="button" onClick={() => answer({ username })}>
          Approve
        </button>
        <button type="button" onClick={() => answer('cancels')}>
          Cancel
        </button>
        <button type="button" onClick={() => answer('goes-back')}>
          Browser’s way back
        </button>
      </div>
      <p>
        <label htmlFor="number">Is refused with</label>
        <select id="number" value={number} onChange={({ target }) => setNumber(target.value)}>
          {Object.entries(numbers).map(([each, meaning]) => (
            <option key={each} value={each}>
              AADSTS{each} · {meaning}
            </option>
          ))}
        </select>
      </p>
      <div className="row">
        <button type="button" onClick={() => answer({ refusedWith: Number(number) })}>
          Refuse
        </button>
      </div>
    </dialog>
  )
}
