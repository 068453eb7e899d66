import * as z from 'zod/mini'

/** A link of an account's: it leads to another page, and never runs anything in ours. */
export const Link = z.string().check(z.refine((url) => /^(https?|ms-device-enrollment):/i.test(url)))
