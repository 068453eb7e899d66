import * as z from 'zod/mini'

const Cause = z.object({
  code: z.optional(z.string()),
  syscall: z.optional(z.string()),
  errors: z.optional(z.array(z.unknown())),
})

/** Looking a name up and opening a connection; undici sends nothing before, nor before it trusts the certificate. */
const opening = ['connect', 'getaddrinfo']
const refusedCertificate =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/

const isBeforeSending = (error: unknown): boolean => {
  const { code = '', syscall = '', errors = [] } = Cause.safeParse(error).data ?? {}
  if (opening.includes(syscall) || code === 'UND_ERR_CONNECT_TIMEOUT' || refusedCertificate.test(code)) return true
  return errors.length > 0 && errors.every(isBeforeSending)
}

/** Whether a fetch of Node's failed before anything was sent, by what the network said. Anything unknown was perhaps sent. */
export const neverConnected = (error: unknown): boolean => error instanceof TypeError && isBeforeSending(error.cause)
