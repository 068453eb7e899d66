import type { OpenPortal } from './render-portal.tsx'

/** The people of the example world: one password in the directory, one at Entra. */
export const passwords = { directory: 'Directory-1!', entra: 'Entra-1!' } as const

/** New workflow: says who one is. */
export const identify = async ({ page, fill, press }: OpenPortal, username: string): Promise<void> => {
  await page('Who are you?')
  await fill('User name', username)
  await press('Continue')
}

/** New workflow, directory: as far as the page after the password. */
export const signIn = async (
  open: OpenPortal,
  username: string,
  password: string = passwords.directory,
): Promise<void> => {
  await identify(open, username)
  await open.page('Enter your password')
  await open.fill('Password', password)
  await open.press('Sign in')
}

/** The device page, answered for one's own iPhone. */
export const registerDevice = async (
  { page, press, user }: OpenPortal,
  choose: (name: string | RegExp) => HTMLElement,
): Promise<void> => {
  await page('Set up this device')
  await user.click(choose(/iPhone or iPad/))
  await user.click(choose(/^Mine/))
  await press('Register this device')
}
