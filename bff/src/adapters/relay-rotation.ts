import type { RelayFiles } from './relay-files.ts'
import { publicOf } from './relay-jwk.ts'
import { freshPair } from './relay-keys.ts'

/** Fresh keys that both ends know and neither uses yet. */
export const addRelayKeys = async ({ relay, portal }: RelayFiles): Promise<RelayFiles> => {
  const [signing, sealing, ours] = await Promise.all([freshPair('signing'), freshPair('sealing'), freshPair('signing')])
  return {
    relay: {
      signing: [...relay.signing, signing],
      sealing: [...relay.sealing, sealing],
      portal: { ...relay.portal, signing: [...relay.portal.signing, publicOf(ours)] },
    },
    portal: {
      ...portal,
      signing: [...portal.signing, ours],
      relay: {
        signing: [...portal.relay.signing, publicOf(signing)],
        sealing: [...portal.relay.sealing, publicOf(sealing)],
      },
    },
  }
}

/** A list of keys that is another one's reordering or beginning. */
type Change = <T>(keys: readonly T[]) => T[]

const changed = ({ relay, portal }: RelayFiles, change: Change): RelayFiles => ({
  relay: {
    signing: change(relay.signing),
    sealing: change(relay.sealing),
    portal: { ...relay.portal, signing: change(relay.portal.signing) },
  },
  portal: {
    ...portal,
    signing: change(portal.signing),
    relay: { signing: change(portal.relay.signing), sealing: change(portal.relay.sealing) },
  },
})

/** The newest keys are in use from now on. */
export const useNewestRelayKeys = (files: RelayFiles): RelayFiles =>
  changed(files, (keys) => [...keys.slice(-1), ...keys.slice(0, -1)])

/** Nothing but the keys in use is believed any more. */
export const forgetOtherRelayKeys = (files: RelayFiles): RelayFiles => changed(files, (keys) => keys.slice(0, 1))
