import type { Mailbox } from '@muster/demo/mailbox/mailbox'
import { By, type WebDriver } from 'selenium-webdriver'
import { mailedCode } from '../mailed-code.ts'
import { buttons, fields, type PageName, titles, validated } from '../portal-words.ts'
import { alert, expectShown, field, fill, heading, press, saying, withElement } from './elements.ts'

/** The portal and Microsoft's pages through WebDriver, in the words of `portal-page.ts`. */
export type WebKitPortal = ReturnType<typeof createWebKitPortal>

/** Of everybody in the demo's tenant. */
const entraPassword = 'Entra-1!'

export const createWebKitPortal = (driver: WebDriver, origin: string, mailbox: Mailbox) => {
  const expectTitle = (title: string) => expectShown(driver, heading(title))
  const expectPage = (name: PageName) => expectTitle(titles[name])

  /** As printed at the foot of every page. */
  const reference = (): Promise<string> =>
    withElement(driver, By.xpath('//footer//p[string-length(.)=9 and substring(.,5,1)="-"]'), (printed) =>
      printed.getText(),
    )

  return {
    driver,
    open: (path: string) => driver.get(`${origin}/${path}`),
    reload: () => driver.navigate().refresh(),
    goBack: () => driver.navigate().back(),
    press: (name: string) => press(driver, name),
    expectTitle,
    expectPage,
    expectAlert: (words: string) => expectShown(driver, alert(words)),
    expectWords: (words: string) => expectShown(driver, saying(words)),
    reference,
    valueOf: (label: string) => withElement(driver, field(label), (input) => input.getAttribute('value')),

    identify: async (username: string) => {
      await expectPage('newWorkflow')
      await fill(driver, fields.username, username)
      await press(driver, buttons.identify)
    },

    password: async (secret: string) => {
      await expectPage('password')
      await fill(driver, fields.password, secret)
      await press(driver, buttons.signIn)
    },

    credentials: async (username: string, secret: string) => {
      await expectPage('existingWorkflow')
      await fill(driver, fields.username, username)
      await fill(driver, fields.password, secret)
      await press(driver, buttons.signIn)
    },

    continueToMicrosoft: async () => {
      await expectPage('microsoft')
      await press(driver, buttons.leave)
    },

    atMicrosoft: {
      expectSignIn: () => expectTitle('Sign in'),
      signIn: async () => {
        await expectTitle('Sign in')
        await fill(driver, 'Password', entraPassword)
        await press(driver, 'Sign in')
      },
      approve: async () => {
        await expectTitle('Approve sign in request')
        await press(driver, 'Approve')
      },
      cancel: () => press(driver, 'Cancel'),
    },

    mailedCode: async (username: string): Promise<string> => {
      await expectPage('code')
      return mailedCode(mailbox, { username, reference: await reference() })
    },

    code: async (digits: string) => {
      await expectPage('code')
      await fill(driver, fields.code, digits)
      await press(driver, buttons.verify)
    },

    register: async () => {
      await expectPage('device')
      await press(driver, buttons.register)
    },

    expectEnrolled: async ({ factors }: { readonly factors: number }) => {
      await expectPage('enrolled')
      await expectShown(driver, saying(validated(factors)))
    },

    /** The step as the server tells it to this very browser. */
    step: (): Promise<unknown> =>
      driver.executeAsyncScript(
        'const done = arguments[0]; fetch("/api/enrollment").then((answer) => answer.json()).then(done)',
      ),
  }
}
