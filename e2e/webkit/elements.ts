import { By, type WebDriver, type WebElement } from 'selenium-webdriver'

/** ms that a page is given to get where it is expected. */
const patience = 15_000

const quoted = (text: string): string => (text.includes('"') ? `'${text}'` : `"${text}"`)

/** What stands in a place, by its whole text, as people read it. */
const reading = (text: string): string => `[normalize-space(.)=${quoted(text)}]`

export const heading = (text: string): By => By.xpath(`//h1${reading(text)}`)
const button = (text: string): By => By.xpath(`//button${reading(text)}`)
export const field = (label: string): By => By.xpath(`//*[@id=//label${reading(label)}/@for]`)
export const saying = (words: string): By => By.xpath(`//*[contains(normalize-space(.),${quoted(words)})]`)
export const alert = (words: string): By => By.xpath(`//main//*[@role="alert"][contains(.,${quoted(words)})]`)

/**
 * Does something with an element as soon as it is there and takes it: a page may be drawn anew between finding and
 * using, and what was found is then no longer there. Rejects with the last reason.
 */
export const withElement = async <T>(
  driver: WebDriver,
  what: By,
  use: (element: WebElement) => Promise<T>,
): Promise<T> => {
  let reason: unknown
  const attempt = async (): Promise<{ readonly done: T } | undefined> => {
    try {
      const found = await driver.findElement(what)
      return (await found.isDisplayed()) ? { done: await use(found) } : undefined
    } catch (failure) {
      reason = failure
      return undefined
    }
  }
  const outcome = await driver.wait(attempt, patience).catch(async (timeout: unknown) => {
    const page = await driver.findElement(By.css('body')).then((body) => body.getText(), String)
    throw new Error(`${String(what)}: ${String(reason ?? timeout)}; the page says: ${page}`)
  })
  if (outcome === undefined) throw new Error(`${String(what)} never came`)
  return outcome.done
}

export const expectShown = (driver: WebDriver, what: By): Promise<void> =>
  withElement(driver, what, () => Promise.resolve())

export const press = (driver: WebDriver, name: string): Promise<void> =>
  withElement(driver, button(name), async (element) => {
    // What is still to come stands above it, and would move it away from under the pointer.
    if (await driver.executeScript('return document.querySelector("main > i") !== null')) throw new Error('comes yet')
    // The driver does not always bring into view what stands below it.
    await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', element)
    await element.click()
  })

/** Types into an empty field, as a person's keys would. */
export const fill = (driver: WebDriver, label: string, text: string): Promise<void> =>
  withElement(driver, field(label), async (element) => {
    await element.clear()
    await element.sendKeys(text)
  })
