import { expect, test } from '../fixtures.ts'
import { steps } from '../states/example-steps.ts'
import { momentIn, reply } from '../states/wire.ts'
import { createStage } from '../states/stage.ts'

/** Everything that ends with the enrollment's time; what is over has none. */
const { expired: _, ...open } = steps

for (const step of Object.values(open))
  test(`${step.kind}: two minutes before the end one press gives more time, and the focus is where it was`, async ({
    page,
  }) => {
    const stage = await createStage(page)
    stage.wire.answer('open', reply({ ...step, expiresAt: momentIn(121) }))
    await stage.open()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    const place = page.locator('main form').getByRole('textbox').or(page.locator('main button')).first()
    await place.focus()
    stage.wire.answer('extend', reply({ ...step, expiresAt: momentIn(20 * 60) }))
    // The step says when it ends, the page's own clock how far that is: now within two minutes.
    await page.clock.setFixedTime(Date.parse(momentIn(2)))
    const dialog = page.getByRole('dialog', { name: 'Do you need more time?' })
    await expect(dialog).toBeVisible()
    await expect(dialog).toHaveAccessibleDescription(/\d/)
    await expect(dialog.getByRole('button').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(place).toBeFocused()
  })
