import * as z from 'zod/mini'
import { ConfigError } from './config-error.ts'
import { fileOf, secretOf } from './config-files.ts'

/** What says where mail goes, for whoever hands it over. */
export const smtpVariables = {
  MUSTER_SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\/.+$/))),
  MUSTER_SMTP_FROM: z.string(),
  MUSTER_SMTP_PASSWORD_FILE: z.optional(z.string()),
  MUSTER_SMTP_CA_FILE: z.optional(z.string()),
}
const Variables = z.object(smtpVariables)

export type SmtpSettings = {
  readonly url: string
  readonly from: string
  readonly password?: string
  readonly ca?: string
}

/** @throws ConfigError where a file cannot be read, or no server is named. */
export const smtpOf = (env: z.infer<typeof Variables>): SmtpSettings => {
  const { MUSTER_SMTP_URL: url, MUSTER_SMTP_PASSWORD_FILE: password, MUSTER_SMTP_CA_FILE: ca } = env
  if (url === undefined) throw new ConfigError('MUSTER_SMTP_URL: is not set')
  return {
    url,
    from: env.MUSTER_SMTP_FROM,
    ...(password === undefined ? {} : { password: secretOf('MUSTER_SMTP_PASSWORD_FILE', password).trim() }),
    ...(ca === undefined ? {} : { ca: fileOf('MUSTER_SMTP_CA_FILE', ca) }),
  }
}
