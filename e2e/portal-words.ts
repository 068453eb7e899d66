/** The portal's words that people meet on the way through, for every browser that the tests drive. */
export const titles = {
  newWorkflow: 'Who are you?',
  existingWorkflow: 'Sign in',
  password: 'Enter your password',
  newPassword: 'Choose a new password',
  microsoft: 'Sign in with Microsoft',
  code: 'Check your e-mail',
  device: 'Set up this device',
  enrolled: 'Your device is registered',
} as const

export type PageName = keyof typeof titles

export const fields = {
  username: 'User name',
  password: 'Password',
  oldPassword: 'Current password',
  newPassword: 'New password',
  repeatPassword: 'New password again',
  code: 'Verification code',
  deviceName: 'Device name',
} as const

export const buttons = {
  identify: 'Continue',
  signIn: 'Sign in',
  changePassword: 'Change password',
  leave: 'Continue to Microsoft',
  verify: 'Verify',
  resend: 'Send a new code',
  register: 'Register this device',
  startOver: 'Start over',
} as const

export const validated = (factors: number): string =>
  factors === 1 ? '1 factor validated' : `${factors} factors validated`
