import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Samba, ServerCertificate } from '@muster/demo/services/samba'
import { type Fault, type FaultProxy, type Identity, startFaultProxy } from './fault-proxy.ts'

/** Between the portal and a domain controller: faults, other certificates, and what was really asked. */
export type LdapTap = FaultProxy & {
  /** `ldaps://localhost:port`; the controller's good certificate names it. */
  readonly url: string
  /** Names that somebody tried to bind as, oldest first, whether or not the controller heard of it. */
  readonly binds: readonly string[]
  clear(): void
  /** Lets the next bind be answered, and has this fault from the question after it on. */
  setAfterBind(fault: Fault): void
  /** Shows one of the controller's other certificates, or speaks nothing newer than TLS 1.0. */
  presentAs(certificate: ServerCertificate | 'tls-1.0'): Promise<void>
}

const bindRequest = 0x60

/** Tag, content and what follows, of BER with a definite length (RFC 4511 section 5.1). */
const readBer = (bytes: Buffer) => {
  const first = bytes[1] ?? 0
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes)
  const start = 2 + lengthBytes
  return { tag: bytes[0], content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}

/** The name in a bind request that fills one piece, as every client sends it; undefined for any other message. */
const boundName = (piece: Buffer): string | undefined => {
  const message = readBer(piece)
  if (message.tag !== 0x30) return undefined
  const operation = readBer(readBer(message.content).rest)
  if (operation.tag !== bindRequest) return undefined
  const version = readBer(operation.content)
  return readBer(version.rest).content.toString('utf8')
}

const identityIn = async (folder: string, name: ServerCertificate): Promise<Identity> => ({
  certificate: await readFile(join(folder, `${name}.pem`), 'utf8'),
  key: await readFile(join(folder, `${name}.key`), 'utf8'),
})

/** Starts a tap before a running controller. */
export const startLdapTap = async (samba: Pick<Samba, 'urls' | 'caFile' | 'caPem'>): Promise<LdapTap> => {
  const folder = dirname(samba.caFile)
  const [url = ''] = samba.urls
  const { hostname } = new URL(url)
  const binds: string[] = []
  const good = await identityIn(folder, 'good')
  let afterBind: Fault | undefined
  const proxy = await startFaultProxy({
    target: { host: hostname, port: 636 },
    tls: { identity: good, ca: samba.caPem },
    onRequest: (piece) => {
      const name = boundName(piece)
      if (name !== undefined) binds.push(name)
      else if (afterBind !== undefined) {
        void proxy.set(afterBind)
        afterBind = undefined
      }
    },
  })
  return {
    ...proxy,
    url: `ldaps://localhost:${proxy.port}`,
    binds,
    clear: () => void binds.splice(0),
    setAfterBind: (fault) => {
      afterBind = fault
    },
    presentAs: async (certificate) =>
      proxy.present(
        certificate === 'tls-1.0'
          ? { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1' }
          : await identityIn(folder, certificate),
      ),
  }
}
