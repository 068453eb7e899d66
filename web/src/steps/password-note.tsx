import type { PasswordNote as Note } from '@muster/shared/vocabulary'
import { useLaterMessages } from '../messages/language.ts'
import { StatusNote } from '../ui/status-note.tsx'

/** What became of the password that somebody just changed. */
export const PasswordNote = ({ note }: { note: Note }) => (
  <StatusNote>{useLaterMessages().password.notes[note]}</StatusNote>
)
