import { useLaterMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/facts.tsx'
import { usePortal } from './portal.ts'

/** Who signs in, where the page knows it, and the way back to saying it anew. */
export const SigningInAs = ({ name }: { name: string | undefined }) => {
  const words = useLaterMessages().password
  const { changeName } = usePortal()
  const change = (
    <Button look="plain" onClick={changeName}>
      {words.notYou}
    </Button>
  )
  return name === undefined ? (
    <div>{change}</div>
  ) : (
    <Chip term={words.signingInAs} value={name}>
      {change}
    </Chip>
  )
}

/** Not seen: tells password managers whose password this is. */
export const NameForManagers = ({ name }: { name: string | undefined }) =>
  name === undefined ? null : <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
