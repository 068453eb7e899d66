import type { Observe, Operation } from '../ports/watch.ts'
import type { Spans } from './spans.ts'

/** What is told of as an error: nobody answered, or not as they should have. */
const errors: readonly string[] = ['error', 'unavailable', 'unconfirmed', 'failed', 'lost']

/** Measures what is asked of others, and draws it as a span. */
export const createObserve =
  (spans: Spans, measured: (operation: Operation, outcome: string, seconds: number) => void): Observe =>
  (operation, work, outcomeOf = () => 'ok') => {
    const { dependency, name, accountId, attributes = {} } = operation
    const began = performance.now()
    const tell = (outcome: string): void => measured(operation, outcome, (performance.now() - began) / 1000)
    const account = accountId === undefined ? {} : { 'muster.account': accountId }
    return spans.around(
      { name: `${dependency} ${name}`, kind: 'client', attributes: { ...attributes, ...account } },
      async () => {
        try {
          const result = await work()
          tell(outcomeOf(result))
          return result
        } catch (error) {
          tell('error')
          throw error
        }
      },
      (result) => {
        const outcome = outcomeOf(result)
        return { attributes: { 'muster.outcome': outcome }, isError: errors.includes(outcome) }
      },
    )
  }
