/** Everything that needs the deployment's secret keys. Texts are UTF-8. */
export type Keys = {
  /** Keyed digest of a code under its enrollment and challenge (STANDARD 5.1): the key's identifier, a dot, base64url. */
  digestCode(enrollmentId: string, codeId: string, code: string): Promise<string>
  /** Whether a code has that digest, in constant time. */
  codeMatches(digest: string, enrollmentId: string, codeId: string, code: string): Promise<boolean>
  /** The cookie of an enrollment's n-th rotation: derived, so that a lost answer can be sent again. */
  cookieOf(enrollmentId: string, rotation: number): Promise<string>
  /** SHA-256, base64url: how cookies and token identifiers are kept. */
  digest(text: string): Promise<string>
  /** Keyed digest for names that nobody has proven, in logs, counters and the audit (STANDARD 11). */
  pseudonym(text: string): Promise<string>
  /** Authenticated encryption with a key identifier (STANDARD 9.3). */
  seal(text: string): Promise<string>
  open(sealed: string): Promise<string>
}
