import { callEarly } from './early-calls.ts'
import { startLanguageEarly } from './start-language.ts'

// Runs while the pages' own script is on its way. Should a part of it fail, they do that themselves.
const attempt = (part: () => void): void => {
  try {
    part()
  } catch {
    // As said above.
  }
}

const haveBegun = globalThis.earlyAsks !== undefined
const script = document.currentScript
// The language first: the calls tell it.
attempt(() => {
  if (!haveBegun && script !== null) startLanguageEarly(JSON.parse(script.dataset['words'] ?? '[]'))
})
attempt(() => callEarly(window.location, window.history.state))
