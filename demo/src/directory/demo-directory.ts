/** One bind that reached the directory. `result` is `ok`, or Active Directory's own word for why not (`52e`, `775`, …). */
export type BindEvent = { readonly name: string; readonly result: string }

/** What reached the directory, so that a test can say "it was asked" or "it was not asked". */
export type DirectoryJournal = {
  /** TCP connections since the last `clear`, health probes among them. */
  readonly connections: number
  /** Oldest first, the last thousand; undefined where only connections can be counted (a real server's TLS hides the rest). */
  readonly binds: readonly BindEvent[] | undefined
  clear(): void
}

/** Active Directory's own count of somebody's wrong passwords. */
export type Lockout = { readonly badPwdCount: number; readonly locked: boolean }

/** The demo's domain `corp.example.test`, simulated or a real Samba. */
export type DemoDirectory = {
  readonly kind: 'simulated' | 'samba'
  /** `ldaps://host:port`, each covered by the certificate. */
  readonly urls: readonly string[]
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string
  /** The account that may change the passwords of those who cannot sign in. */
  readonly service: { readonly dn: string; readonly password: string }
  readonly journal: DirectoryJournal
  /** @throws when there is nobody of this sAMAccountName. */
  lockout(username: string): Promise<Lockout>
  /** Everybody as at the start. */
  restore(): Promise<void>
  stop(): Promise<void>
}
