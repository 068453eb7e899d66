/** Randomness from the system's generator. */
export type Chance = {
  /** 128 bits, lower-case hex. */
  id(): string
  /** 256 bits, base64url. */
  nonce(): string
  /** `XXXX-XXXX` without letters that are mistaken for each other. */
  reference(): string
  /** Uniform in [0, below). */
  number(below: number): number
}
