/** A telephone number as people write it → the link that dials it. */
export const telephone = (phone: string): string =>
  `tel:${phone.replace(/(?<=\d\D*)[a-z#;,].*/i, '').replaceAll(/(?<=\+.*)\(0\)|[^\d+]/g, '')}`
