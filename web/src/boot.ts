import { callEarly } from './early-calls.ts'

// Runs while the pages' own script is on its way. Should it fail, they do all of this themselves.
try {
  callEarly(window.location)
} catch {
  // As said above.
}
