import { type EmailCode, triesLeft } from '../domain/email-code.ts'
import { type Enrollment, factorsCounted, isEarned, provenIn } from '../domain/enrollment.ts'
import type { CodeView } from '../domain/to-step.ts'
import type { DeviceRecord } from '../ports/records.ts'
import type { Companions, Stored } from '../ports/enrollment-store.ts'

/** The code that the enrollment waits for. */
export const openCodeOf = ({ state }: Enrollment): string | undefined =>
  state.kind === 'challenged' && state.now.kind === 'email-code' ? state.now.codeId : undefined

/** Whether an enrollment stops waiting for a code that it waited for. */
export const leavesCode = (from: Enrollment, next: Enrollment): boolean =>
  openCodeOf(from) !== undefined && openCodeOf(from) !== openCodeOf(next)

/** Whether a person has proven something that is still under way: such enrollments are counted (STANDARD 1.5). */
export const isProvenOpen = ({ state }: Enrollment): boolean =>
  (state.kind === 'challenged' || state.kind === 'choosing-device') && provenIn(state).length > 0

export const viewOf = (code: EmailCode, delivery: CodeView['delivery'], resendAfter: number): CodeView => ({
  expiresAt: code.expiresAt,
  resendAt: code.issuedAt + resendAfter,
  triesLeft: triesLeft(code),
  delivery,
})

/** What a reader would find after this save, without reading it again. */
export const storedAfter = (
  from: Stored,
  next: Enrollment,
  { issueCode, device, rotate }: Companions,
  now: number,
  resendAfter: number,
): Stored => {
  const code = issueCode === undefined ? from.code : viewOf(issueCode, 'queued', resendAfter)
  const registration =
    device === undefined ? from.registration : { idempotencyKey: device.idempotencyKey, bodyDigest: device.bodyDigest }
  return {
    enrollment: next,
    version: from.version + 1,
    rotation: from.rotation + (rotate === undefined ? 0 : 1),
    ...(code === undefined || openCodeOf(next) === undefined ? {} : { code }),
    ...(registration === undefined ? {} : { registration }),
    now,
  }
}

/**
 * The record of the device that an enrollment has earned.
 * @throws when it has not: asked again beside the row, whatever the caller believed (STANDARD 1.3).
 */
export const earnedDevice = ({ id, accountId, invitation, state }: Enrollment): DeviceRecord => {
  if (state.kind !== 'enrolled' || !isEarned(state)) throw new Error('a device that was not earned')
  return {
    ...state.device,
    accountId,
    enrollmentId: id,
    ...(invitation === undefined ? {} : { requestId: invitation.id }),
    username: state.user.username,
    domain: state.user.domain,
    subjectKey: state.confirmation.subject.key,
    factorsCounted: factorsCounted(state),
    proven: provenIn(state),
  }
}
