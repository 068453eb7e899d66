import { html } from 'hono/html'
import { acmeTerms } from '../world/accounts.ts'
import { type Html, layout } from './layout.ts'

type CompanyPage = { readonly title: string; readonly sentences: readonly string[] }

const goBack = 'Go back in your browser to see the portal again.'

/** What stands at the addresses that an account of the demo names, by the first part of their path. */
const pages: Readonly<Record<string, CompanyPage>> = {
  ios: {
    title: 'The portal’s part is done.',
    sentences: [
      'Here the company’s management server would hand the iPhone or iPad its profile: “This website is trying to download a configuration profile. Do you want to allow this?” Then Settings shows “Profile Downloaded”, and its Install button.',
      'This demo has no management server. The device is registered all the same, and stands in the store.',
      goBack,
    ],
  },
  android: {
    title: 'The portal’s part is done.',
    sentences: [
      'Here the company’s management server would open Google’s own set-up, which makes the work profile and installs the management app.',
      'This demo has no management server. The device is registered all the same, and stands in the store.',
      goBack,
    ],
  },
  password: {
    title: 'The company’s own password page',
    sentences: [
      'People change an expired password here where the account does not let the portal change it.',
      'In this demo nobody can: take the walk “An expired password” to see the portal do it.',
      goBack,
    ],
  },
  terms: {
    title: 'Acme’s terms of use',
    sentences: acmeTerms.split(/\n+/),
  },
  help: {
    title: 'The help desk',
    sentences: [
      'Nobody is at this desk: it is a demo. With the reference they would find the enrollment, and say what they see.',
    ],
  },
}

/** The page of a company that has no pages of its own; undefined where no account names it. */
export const companyPage = (what: string): Html | undefined => {
  const page = Object.hasOwn(pages, what) ? pages[what] : undefined
  if (page === undefined) return undefined
  return layout(
    { title: page.title, at: '/demo/company' },
    html`
    <section class="narrow">
      <h1>${page.title}</h1>
      ${page.sentences.map((sentence) => html`<p>${sentence}</p>`)}
    </section>`,
  )
}
