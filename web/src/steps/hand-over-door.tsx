import { type ComponentType, useState } from 'react'
import { useMessages } from '../messages/language.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { type DialogProps, fetchRarePages } from './rare-doors.ts'

type Door =
  | { readonly kind: 'shut' | 'coming' | 'missed' }
  | { readonly kind: 'open'; readonly Dialog: ComponentType<DialogProps> }

type HandOverDoorProps = {
  readonly words: string
  /** To another browser of this device, in place of another device. */
  readonly here?: boolean
  readonly look?: 'first' | 'plain'
  readonly className?: string | undefined
  readonly fetchPages?: () => Promise<{ readonly dialog: ComponentType<DialogProps> }>
}

/** The button to another device or browser. Where the dialog's file does not come it says so, and asks for it anew when pressed again. */
export const HandOverDoor = ({
  words,
  here = false,
  look = 'first',
  className,
  fetchPages = fetchRarePages,
}: HandOverDoorProps) => {
  const { silence } = useMessages()
  const [door, setDoor] = useState<Door>({ kind: 'shut' })
  const open = () => {
    setDoor({ kind: 'coming' })
    fetchPages().then(
      ({ dialog: Dialog }) => setDoor({ kind: 'open', Dialog }),
      () => setDoor({ kind: 'missed' }),
    )
  }
  return (
    <>
      <div className={className}>
        {door.kind === 'missed' && (
          <Alert>
            <p>{silence.offline}</p>
          </Alert>
        )}
        <Button look={look} busy={door.kind === 'coming'} onClick={open}>
          {words}
        </Button>
      </div>
      {door.kind === 'open' && <door.Dialog here={here} onClose={() => setDoor({ kind: 'shut' })} />}
    </>
  )
}
