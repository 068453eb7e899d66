// Before @peculiar/x509, whose object container looks for it.
import 'reflect-metadata'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A server's certificate and its private key, both PEM. */
export type ServerIdentity = { readonly certificate: string; readonly key: string }

/** The authority that every TLS server of one demo world has its certificate from. */
export type DemoAuthority = {
  /** PEM: what clients trust. */
  readonly pem: string
  /** For host names and IP addresses; the first is the subject. Valid for a year. */
  issue(hosts: readonly string[]): Promise<ServerIdentity>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

const keyPem = async (key: CryptoKey): Promise<string> => {
  const body = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${body.replace(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`
}

const alternativeName = (value: string): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })

/** From yesterday on: a client whose clock is a little behind still accepts it. */
const lifetime = (days: number) => ({
  notBefore: new Date(Date.now() - day),
  notAfter: new Date(Date.now() + days * day),
})

/** Makes a new authority; its key never leaves this process. */
export const createDemoAuthority = async (): Promise<DemoAuthority> => {
  const keys = await newKeys()
  const root = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Muster demo authority',
    keys,
    signingAlgorithm: algorithm,
    ...lifetime(365),
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  })
  return {
    pem: `${root.toString('pem')}\n`,
    issue: async (hosts) => {
      const own = await newKeys()
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${hosts[0] ?? 'localhost'}`,
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        ...lifetime(365),
        extensions: [
          new BasicConstraintsExtension(false),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
          new SubjectAlternativeNameExtension(hosts.map(alternativeName)),
        ],
      })
      return { certificate: `${certificate.toString('pem')}\n`, key: await keyPem(own.privateKey) }
    },
  }
}
