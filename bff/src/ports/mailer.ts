/** One mail to one person. `to` has passed the address check (STANDARD 5.5). */
export type Mail = {
  readonly id: string
  readonly to: { readonly name: string; readonly address: string }
  /** As a BCP 47 tag. */
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Sent =
  | { readonly kind: 'sent' }
  /** 4xx, or no answer: worth another try. */
  | { readonly kind: 'deferred'; readonly reason: string }
  /** 5xx: the address or the mail is refused for good. */
  | { readonly kind: 'failed'; readonly reason: string }

/** The mail server. The same `id` gives the same Message-ID, so that a repeated sending can be recognised. */
export type Mailer = { send(mail: Mail): Promise<Sent> }
