import first from '../web/src/messages/en/first.json' with { type: 'json' }
import later from '../web/src/messages/en/later.json' with { type: 'json' }

/** The portal's words that people meet on the way through, as its own catalog has them. */
export const titles = {
  newWorkflow: first.identify.title,
  existingWorkflow: first.credentials.title,
  password: later.password.title,
  newPassword: later.newPassword.title,
  microsoft: later.entra.title,
  code: later.emailCode.title,
  device: later.device.title,
  enrolled: later.enrolled.title,
} as const

export type PageName = keyof typeof titles

export const fields = {
  username: first.names.username,
  password: first.names.password,
  oldPassword: later.newPassword.current,
  newPassword: later.newPassword.next,
  repeatPassword: later.newPassword.repeat,
  code: later.emailCode.code,
  deviceName: later.device.name,
} as const

export const buttons = {
  identify: first.identify.submit,
  signIn: later.password.submit,
  changePassword: later.newPassword.submit,
  leave: later.entra.submit,
  verify: later.emailCode.submit,
  resend: later.emailCode.resend,
  register: later.device.submit,
  startOver: first.frame.startOver,
} as const

export const validated = (factors: number): string =>
  factors === 1 ? '1 factor validated' : `${factors} factors validated`
