import type { Command } from 'commander'
import { relayCalls } from '../adapters/relay-calls.ts'
import { freshRelayFiles, parseRelayFile, PortalFile, RelayFile, type RelayFiles } from '../adapters/relay-files.ts'
import { addRelayKeys, forgetOtherRelayKeys, useNewestRelayKeys } from '../adapters/relay-rotation.ts'
import { relayWire } from '../adapters/relay-wire.ts'
import { answer, type Context, withStore } from './context.ts'
import { Failure } from './failure.ts'

const printed = (file: object): string => `${JSON.stringify(file, null, 2)}\n`

const parsed = <T>(path: string, parse: () => T): T => {
  try {
    return parse()
  } catch (error) {
    throw new Failure(`${path}: ${error instanceof Error ? error.message : String(error)}; nothing was changed`)
  }
}

const addInit = (relay: Command, context: Context): void => {
  relay
    .command('init <relay-file> <portal-file>')
    .description(
      'make the keys of a relay and of its portal: one file for MUSTER_RELAY_KEYS_FILE there, one for MUSTER_RELAY_FILE here; both are secrets',
    )
    .requiredOption('--url <origin>', 'where the portal reaches the relay, such as https://relay.acme.example')
    .option('--portal <origin>', 'where the relay reaches a portal that does not send its mail by itself')
    .action(async (relayPath: string, portalPath: string, { url, portal }: { url: string; portal?: string }) => {
      const files = await freshRelayFiles({ relay: url, ...(portal === undefined ? {} : { portal }) })
      parsed('--url', () => parseRelayFile(PortalFile, JSON.stringify(files.portal)))
      parsed('--portal', () => parseRelayFile(RelayFile, JSON.stringify(files.relay)))
      await context.create(relayPath, printed(files.relay))
      await context.create(portalPath, printed(files.portal))
      context.print(`${relayPath}: for the relay's machine alone\n${portalPath}: for the portal alone\n`)
    })
}

const addRotation = (relay: Command, context: Context): void => {
  const keys = relay.command('keys').description('new keys in the place of old ones, while both ends work')
  for (const [verb, change, description] of [
    ['add', addRelayKeys, 'put fresh keys into both files, to be known before they are used; then restart both ends'],
    ['use', useNewestRelayKeys, 'let the newest keys be those in use; then restart both ends'],
    ['forget', forgetOtherRelayKeys, 'drop all keys but those in use; then restart both ends'],
  ] as const)
    keys
      .command(`${verb} <relay-file> <portal-file>`)
      .description(description)
      .action(async (relayPath: string, portalPath: string) => {
        const texts = { relay: await context.read(relayPath), portal: await context.read(portalPath) }
        const before: RelayFiles = {
          relay: parsed(relayPath, () => parseRelayFile(RelayFile, texts.relay)),
          portal: parsed(portalPath, () => parseRelayFile(PortalFile, texts.portal)),
        }
        const after = await change(before)
        await context.replace(relayPath, printed(after.relay))
        await context.replace(portalPath, printed(after.portal))
        context.print(`${after.relay.signing.length} signing keys, in use ${after.relay.signing[0]?.kid ?? ''}\n`)
      })
}

/** Both clocks may be this far apart before requests are refused (ms), and half of it is worth a word. */
const clockWarning = relayWire.freshness / 2

const addCheck = (relay: Command, context: Context): void => {
  relay
    .command('check')
    .description(
      'ask the relay of MUSTER_RELAY_FILE whether it answers, and which directories do; no password is needed',
    )
    .action(async (_, command: Command) => {
      const line = await context.relay()
      const hello = await line.ask(relayCalls.hello, {})
      if (hello.kind !== 'answered') throw new Failure(`the relay does not answer: ${hello.because}`)
      const directories = await withStore(context, async ({ administration }) =>
        (await administration.accounts()).flatMap(({ account }) =>
          account.directories.map((directory) => ({ ...directory, accountId: account.id })),
        ),
      )
      const looks = []
      for (const settings of directories) {
        const look = await line.ask(relayCalls.lookAtDirectory, { settings })
        const state = look.kind !== 'answered' ? look.because : look.answer.answers ? 'answers' : 'does not answer'
        looks.push({ account: settings.accountId, directory: settings.id, state })
      }
      const clock = Math.round(hello.clock / 100) / 10
      const value = { version: relayWire.version, clock, mail: hello.answer.mail, directories: looks }
      answer(
        context,
        command,
        value,
        ['WHAT', 'WHICH', 'STATE'],
        [
          ['relay', `version ${relayWire.version}`, 'answers'],
          [
            'clock',
            `${clock} s ahead of ours`,
            Math.abs(hello.clock) > clockWarning ? 'too far: set both by the network' : 'fits',
          ],
          ['mail', 'server', hello.answer.mail],
          ...looks.map(({ account, directory, state }) => ['directory', `${account} ${directory}`, state]),
        ],
        '',
      )
      if (looks.some(({ state }) => state !== 'answers')) throw new Failure('not every directory answers')
    })
}

export const addRelayCommands = (program: Command, context: Context): void => {
  const relay = program.command('relay').description('the process beside the company’s directories and mail server')
  addInit(relay, context)
  addRotation(relay, context)
  addCheck(relay, context)
}
