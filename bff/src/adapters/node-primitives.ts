import { Buffer } from 'node:buffer'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  createHash,
  timingSafeEqual,
} from 'node:crypto'
import type { Primitives } from './web-primitives.ts'

const tagLength = 16
const keyOf = (encoded: string): KeyObject => createSecretKey(encoded, 'base64url')

/** Node’s own: some microseconds on the spot, where WebCrypto wakes another thread for each call. */
export const nodePrimitives: Primitives = {
  digest: (value) => createHash('sha256').update(value).digest('base64url'),
  mac: async (encoded) => {
    const key = keyOf(encoded)
    const macOf = (message: string) => createHmac('sha256', key).update(message)
    return {
      of: (message) => macOf(message).digest('base64url'),
      matches: (mac, message) => {
        const [given, right] = [Buffer.from(mac, 'base64url'), macOf(message).digest()]
        return given.length === right.length && timingSafeEqual(given, right)
      },
    }
  },
  cipher: async (encoded) => {
    const key = keyOf(encoded)
    const options = { authTagLength: tagLength }
    return {
      seal: (iv, context, plain) => {
        const cipher = createCipheriv('aes-256-gcm', key, iv, options).setAAD(Buffer.from(context))
        return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
      },
      open: (iv, context, sealed) => {
        const bytes = Buffer.from(sealed, 'base64url')
        const body = bytes.subarray(0, -tagLength)
        const decipher = createDecipheriv('aes-256-gcm', key, iv, options).setAAD(Buffer.from(context))
        decipher.setAuthTag(bytes.subarray(-tagLength))
        return decipher.update(body, undefined, 'utf8') + decipher.final('utf8')
      },
    }
  },
}
