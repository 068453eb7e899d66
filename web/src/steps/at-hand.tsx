import type { Ask } from '@muster/shared/vocabulary'
import { useLaterMessages } from '../messages/language.ts'
import { Lines, Section } from '../ui/facts.tsx'
import { needsOf } from './needs.ts'

/** What to have at hand for what is asked from here on; nothing where nothing is needed. */
export const AtHand = ({ asks }: { asks: readonly Ask[] }) => {
  const { plan } = useLaterMessages()
  const needs = needsOf(asks)
  if (needs.length === 0) return null
  return (
    <Section title={plan.atHand}>
      <Lines as="points" lines={needs.map((need) => plan.needs[need])} />
    </Section>
  )
}
