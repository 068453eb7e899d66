#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import bff from '../package.json' with { type: 'json' }
import { PortalFile } from './adapters/relay-files.ts'
import { replaceFile } from './adapters/replace-file.ts'
import { openStore } from './adapters/sql-open.ts'
import { systemChance } from './adapters/system.ts'
import { cloudsNamed } from './domain/entra-clouds.ts'
import { Failure } from './cli/failure.ts'
import { relayFileOf } from './config-files.ts'
import { openRelay } from './neighbours.ts'
import { directoryHosts } from './networks.ts'
import { runCli } from './cli/run-cli.ts'

// oxlint-disable-next-line node/no-process-env -- `config.ts` asks for keys and mail too, which no command here needs
const { MUSTER_STORE: url = 'sqlite:./muster.sqlite', MUSTER_ORIGIN, MUSTER_PROFILE, ...named } = process.env
const origin = MUSTER_ORIGIN?.replace(/\/+$/, '')

// Anything else is production: a misspelling relaxes nothing.
const profile = MUSTER_PROFILE === 'demo' ? 'demo' : 'production'

const clouds = () => {
  try {
    return cloudsNamed(named['MUSTER_ENTRA_CLOUDS'] ?? 'global')
  } catch (error) {
    throw new Failure(`MUSTER_ENTRA_CLOUDS ${error instanceof Error ? error.message : ''}`)
  }
}

const hosts = () => {
  try {
    return directoryHosts(profile, named['MUSTER_DIRECTORY_NETWORKS'] ?? '')
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : '')
  }
}

const read = async (path: string): Promise<string> =>
  path === '-'
    ? text(process.stdin)
    : readFile(path, 'utf8').catch((error: Error) => {
        throw new Failure(
          `cannot read ${path}: ${'code' in error && error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
        )
      })

const replace = (path: string, written: string): Promise<void> =>
  replaceFile(path, written).catch((error: Error) => {
    throw new Failure(
      'code' in error && error.code === 'EEXIST'
        ? `somebody else is changing ${path}; if nobody is, remove ${path}.new`
        : `cannot write ${path}: ${error.message}`,
    )
  })

const create = (path: string, written: string): Promise<void> =>
  writeFile(path, written, { flag: 'wx', mode: 0o600 }).catch((error: Error) => {
    throw new Failure(
      'code' in error && error.code === 'EEXIST'
        ? `${path} is there already; nothing is written over`
        : `cannot write ${path}: ${error.message}`,
    )
  })

const relay = async () => {
  const path = named['MUSTER_RELAY_FILE']
  if (path === undefined) throw new Failure('MUSTER_RELAY_FILE is not set: this portal has no relay')
  try {
    return openRelay(relayFileOf('MUSTER_RELAY_FILE', path, PortalFile), () => undefined)
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : '')
  }
}

// A reader such as `head` may go before all is written.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await runCli(
  process.argv.slice(2),
  {
    openStore: () => openStore({ url, role: 'operator' }),
    openAlone: () => openStore({ url, role: 'server' }),
    profile,
    storeUrl: url,
    version: bff.version,
    keysFile: named['MUSTER_KEYS_FILE'],
    clouds,
    directoryHosts: hosts,
    origin: origin === '' ? undefined : origin,
    chance: systemChance,
    read,
    replace,
    create,
    relay,
    print: (written) => void process.stdout.write(written),
    stream: (written) => new Promise((resolve) => void process.stdout.write(written, () => resolve())),
  },
  (written) => void process.stderr.write(written),
)
