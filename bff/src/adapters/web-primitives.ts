import { fromBase64url, toBase64url } from './base64url.ts'

type Soon<T> = T | Promise<T>

/** What keys are used for. Keys, macs and what is sealed are base64url. */
export type Primitives = {
  /** SHA-256. */
  digest(value: string): Soon<string>
  mac(key: string): Promise<Mac>
  cipher(key: string): Promise<Cipher>
}

/** HMAC-SHA-256 under one key. */
export type Mac = {
  of(message: string): Soon<string>
  /** In a time that tells nothing of how much was right. */
  matches(mac: string, message: string): Soon<boolean>
}

/** AES-256-GCM under one key, its tag of 16 bytes at the end. `context` is authenticated too. */
export type Cipher = {
  seal(iv: Uint8Array<ArrayBuffer>, context: string, plain: string): Soon<string>
  /** @throws when any of it was changed. */
  open(iv: Uint8Array<ArrayBuffer>, context: string, sealed: string): Soon<string>
}

const text = new TextEncoder()

/** WebCrypto, which is on every runtime. On Node each call goes to another thread and back. */
export const webPrimitives: Primitives = {
  digest: async (value) => toBase64url(await crypto.subtle.digest('SHA-256', text.encode(value))),
  mac: async (encoded) => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', fromBase64url(encoded), algorithm, false, ['sign', 'verify'])
    return {
      of: async (message) => toBase64url(await crypto.subtle.sign('HMAC', key, text.encode(message))),
      matches: (mac, message) => crypto.subtle.verify('HMAC', key, fromBase64url(mac), text.encode(message)),
    }
  },
  cipher: async (encoded) => {
    const key = await crypto.subtle.importKey('raw', fromBase64url(encoded), 'AES-GCM', false, ['encrypt', 'decrypt'])
    const under = (iv: Uint8Array<ArrayBuffer>, context: string) => ({
      name: 'AES-GCM',
      iv,
      additionalData: text.encode(context),
    })
    return {
      seal: async (iv, context, plain) =>
        toBase64url(await crypto.subtle.encrypt(under(iv, context), key, text.encode(plain))),
      open: async (iv, context, sealed) =>
        new TextDecoder().decode(await crypto.subtle.decrypt(under(iv, context), key, fromBase64url(sealed))),
    }
  },
}
