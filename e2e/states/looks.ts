import type { Page } from '@playwright/test'

/** How a page is looked at. `text`: the browser's text size in percent. */
export type Look = {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly colorScheme?: 'dark'
  readonly contrast?: 'more'
  readonly forcedColors?: 'active'
  readonly text?: 200
  readonly media?: 'print'
  /** Of these pages alone. */
  readonly pages?: readonly string[]
}

const phone = { width: 390, height: 844 }

/** The four widths, and on a phone what people set for their eyes. */
export const looks: readonly Look[] = [
  { name: '320', width: 320, height: 568 },
  { name: '390', ...phone },
  { name: '768', width: 768, height: 1024 },
  { name: '1440', width: 1440, height: 900 },
  { name: '390 dark', ...phone, colorScheme: 'dark' },
  { name: '1440 dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: '390 high contrast', ...phone, contrast: 'more' },
  { name: '390 dark high contrast', ...phone, contrast: 'more', colorScheme: 'dark' },
  { name: '390 forced colors', ...phone, forcedColors: 'active' },
  { name: '390 dark forced colors', ...phone, forcedColors: 'active', colorScheme: 'dark' },
  { name: '390 text 200 %', ...phone, text: 200 },
  { name: '844 landscape', width: 844, height: 390 },
  // A4 between its margins; the enrolled page is the one that people print.
  { name: 'printed', width: 718, height: 1000, media: 'print', pages: ['enrolled'] },
]

/** Every look that a page is looked at in. */
export const looksOf = (page: string): readonly Look[] => looks.filter(({ pages }) => pages?.includes(page) ?? true)

/** Dresses the page as it stands: the state stays. */
export const dress = async (page: Page, look: Look): Promise<void> => {
  await page.setViewportSize({ width: look.width, height: look.height })
  await page.emulateMedia({
    media: look.media ?? 'screen',
    colorScheme: look.colorScheme ?? 'light',
    contrast: look.contrast ?? 'no-preference',
    forcedColors: look.forcedColors ?? 'none',
    reducedMotion: 'reduce',
  })
  await page.evaluate((percent) => void (document.documentElement.style.fontSize = percent), `${look.text ?? 100}%`)
}
