import { expect, test as base } from '../fixtures.ts'

/** Here the browser is meant to complain. */
const test = base.extend({ noComplaints: ({ world: _ }, use) => use(undefined) })

test.describe('what somebody smuggles into the page', { tag: '@attack' }, () => {
  for (const [what, smuggle] of [
    [
      'a script of its own',
      () => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "smuggled"'
        document.head.append(script)
      },
    ],
    [
      'a script from elsewhere',
      () => {
        const script = document.createElement('script')
        script.src = 'https://elsewhere.example/x.js'
        document.head.append(script)
      },
    ],
    [
      'markup that runs on an error',
      () =>
        document.body.insertAdjacentHTML('beforeend', '<img src="/api/none" onerror="document.title=\'smuggled\'">'),
    ],
    [
      'a frame',
      () => {
        const frame = document.createElement('iframe')
        frame.src = '/acme'
        document.body.append(frame)
      },
    ],
    [
      'a form that posts elsewhere',
      () => {
        document.body.insertAdjacentHTML(
          'beforeend',
          '<form id="x" method="post" action="https://elsewhere.example/"></form>',
        )
        document.querySelector<HTMLFormElement>('#x')?.submit()
      },
    ],
    [
      'a message to elsewhere',
      () => void fetch('https://elsewhere.example/', { mode: 'no-cors' }).catch(() => undefined),
    ],
    [
      'another base for links',
      () => {
        const anchor = document.createElement('base')
        anchor.href = 'https://elsewhere.example/'
        document.head.append(anchor)
      },
    ],
  ] as const)
    test(`${what}: the policy keeps it from its work`, async ({ portal }) => {
      await portal.open('new-ad-1')
      const forbidden = portal.page.evaluate(
        () =>
          new Promise<string>((resolve) =>
            document.addEventListener('securitypolicyviolation', ({ disposition, effectiveDirective }) => {
              if (disposition === 'enforce') resolve(effectiveDirective)
            }),
          ),
      )
      await portal.page.evaluate(smuggle)
      expect(await forbidden).toMatch(/^(script|frame|form|connect|base)-/)
      expect(await portal.page.title()).not.toContain('smuggled')
      expect(new URL(portal.page.url()).host).not.toContain('elsewhere')
      expect(await portal.page.evaluate(() => document.baseURI)).not.toContain('elsewhere')
    })
})
