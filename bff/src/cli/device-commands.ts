import type { Command } from 'commander'
import { most } from './arguments.ts'
import { answer, type Context, existing, withStore } from './context.ts'
import { moment } from './table.ts'

export const addDeviceCommands = (program: Command, context: Context): void => {
  program
    .command('device')
    .description('registered devices')
    .command('list')
    .description("an account's devices, with their factors and whose they are")
    .requiredOption('--account <account>', 'whose')
    .option(...most)
    .action(async ({ account, most: limit }: { account: string; most: number }, command: Command) => {
      const devices = await withStore(context, async (store) => {
        await existing(store, account)
        return store.administration.devices({ accountId: account, most: limit })
      })
      const rows = devices.map((device) => [
        device.id,
        device.platform,
        device.name,
        device.ownership ?? '-',
        `${device.username}@${device.domain}`,
        String(device.factorsCounted),
        device.proven.join(', '),
        device.subjectKey,
        moment(device.registeredAt),
      ])
      answer(
        context,
        command,
        devices.map((device) => ({ ...device, registeredAt: moment(device.registeredAt) })),
        ['DEVICE', 'PLATFORM', 'NAME', 'OWNERSHIP', 'USER', 'FACTORS', 'PROVEN', 'SUBJECT', 'REGISTERED'],
        rows,
        'This account has no device.',
      )
    })
}
