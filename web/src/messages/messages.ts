import { en, type Messages } from './en.ts'

/** The words of the page's language. */
export const messages: Messages = en
