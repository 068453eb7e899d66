import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Adds somebody whose user principal name does not begin with their account name, until the controller is restored. */
export const addPersonWithTwoNames = async (
  sambaHome: string,
  { account, principal, password }: { readonly account: string; readonly principal: string; readonly password: string },
): Promise<void> => {
  const tool = async (...args: readonly string[]) =>
    run('/usr/bin/samba-tool', ['user', ...args, '-s', join(sambaHome, 'data/smb.conf')])
  await tool('create', account, password)
  await tool('rename', account, `--upn=${principal}`)
}
