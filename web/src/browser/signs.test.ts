import { expect, test } from 'vitest'
import { signsOf } from './signs.ts'

const browser = (more: object) => ({ userAgent: 'Mozilla/5.0', maxTouchPoints: 5, ...more })

test('a browser without hints tells its user agent and its touch points', () => {
  expect(signsOf(browser({}))).toEqual({ userAgent: 'Mozilla/5.0', touchPoints: 5 })
})

test('Chromium’s platform is believed, and what is no platform is not', () => {
  expect(signsOf(browser({ userAgentData: { platform: 'Android' } }))).toMatchObject({ platformHint: 'Android' })
  expect(signsOf(browser({ userAgentData: { platform: 7 } }))).not.toHaveProperty('platformHint')
  expect(signsOf(browser({ userAgentData: undefined }))).not.toHaveProperty('platformHint')
})
