import { laterMessages } from '../messages/later.ts'
import { messages } from '../messages/messages.ts'
import { FailureAlert, type ProblemWords } from './failure-alert.tsx'

const known: ProblemWords = { ...messages.problems, ...laterMessages.problems }

/** What went wrong on one of the later pages. */
export const LaterFailureAlert = ({ failure }: { failure: unknown }) => <FailureAlert failure={failure} known={known} />
