// Before @peculiar/x509, whose object container looks for it.
import 'reflect-metadata'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  type JsonGeneralName,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A server's certificate and its key, PEM. */
export type ServerIdentity = { readonly cert: string; readonly key: string }

/** An authority for the TLS servers of one test file. */
export type TestAuthority = {
  /** PEM: what clients trust. */
  readonly ca: string
  /** A certificate for host names and addresses, valid until `days` from now. */
  issue(hosts: readonly string[], days?: number): Promise<ServerIdentity>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

const keyPem = async (key: CryptoKey): Promise<string> => {
  const body = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`
}

const alternativeName = (value: string): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })

/** A new authority; its key stays in this process. */
export const createTestAuthority = async (): Promise<TestAuthority> => {
  const keys = await newKeys()
  const validity = (days: number) => ({
    notBefore: new Date(Date.now() - 9 * day),
    notAfter: new Date(Date.now() + days * day),
  })
  const root = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    keys,
    signingAlgorithm: algorithm,
    ...validity(9),
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  })
  return {
    ca: root.toString('pem'),
    issue: async (hosts, days = 9) => {
      const own = await newKeys()
      const certificate = await X509CertificateGenerator.create({
        subject: 'CN=test',
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        ...validity(days),
        extensions: [new SubjectAlternativeNameExtension(hosts.map(alternativeName))],
      })
      return { cert: certificate.toString('pem'), key: await keyPem(own.privateKey) }
    },
  }
}
