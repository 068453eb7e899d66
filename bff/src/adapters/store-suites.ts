import { accountSettingsSuite } from '../ports/account-settings.suite.ts'
import { administrationSuite } from '../ports/administration.suite.ts'
import { auditTrailSuite } from '../ports/audit-trail.suite.ts'
import { enrollmentCookiesSuite } from '../ports/enrollment-cookies.suite.ts'
import { enrollmentEndsSuite } from '../ports/enrollment-ends.suite.ts'
import { enrollmentStoreSuite } from '../ports/enrollment-store.suite.ts'
import { attemptBudgetSuite } from '../ports/attempt-budget.suite.ts'
import { handOverSuite } from '../ports/hand-over-store.suite.ts'
import { limiterSuite } from '../ports/limiter.suite.ts'
import { oneTimeCodesSuite } from '../ports/one-time-codes.suite.ts'
import { outboxSuite } from '../ports/outbox.suite.ts'
import { registrationSuite } from '../ports/registration.suite.ts'
import type { MakeStore } from '../ports/store-under-test.ts'

/** Every suite of the store's ports, for one adapter. */
export const storeSuites = (make: MakeStore): void => {
  for (const suite of [
    enrollmentStoreSuite,
    enrollmentCookiesSuite,
    enrollmentEndsSuite,
    oneTimeCodesSuite,
    handOverSuite,
    registrationSuite,
    limiterSuite,
    attemptBudgetSuite,
    outboxSuite,
    accountSettingsSuite,
    administrationSuite,
    auditTrailSuite,
  ])
    suite(make)
}
