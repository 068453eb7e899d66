/**
 * What no line that people read may hold: control characters, halves of characters, Unicode's own line ends, and marks
 * that turn the direction of writing, with which one name can look like another.
 */
const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

export const isLineOfText = (text: string): boolean => !unfit.test(text)
