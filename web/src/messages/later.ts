import { enLater, type LaterMessages } from './en-later.ts'

/** The words of the later pages, in the page's language. */
export const laterMessages: LaterMessages = enLater
