import type { StepOf } from '@muster/shared/step'
import { useStartOver } from '../api/start-over.ts'
import { moment } from '../messages/format-later.ts'
import { useLanguage, useLaterMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Lines, Section } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { check } from '../ui/later-drawings.ts'
import { Actions, Page } from '../ui/page.tsx'
import { HandOffCard } from './hand-off-card.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { usePortal } from './portal.ts'
import classes from './steps.module.css'

/** The device is registered: what was proven, and how the set-up goes on. */
export const EnrolledPage = ({ step }: { step: StepOf<'enrolled'> }) => {
  const { enrolled: words, device: deviceWords } = useLaterMessages()
  const { language } = useLanguage()
  const { link } = usePortal()
  const startOver = useStartOver(link)
  const { device, factors, handOff } = step
  return (
    <Page title={words.title} lead={words.lead} account={step.account.name} badge={{ icon: check, mood: 'good' }}>
      <HandOffCard handOff={handOff} platform={device.platform} />
      <Section title={words.next}>
        <Lines as="steps" lines={words.steps[device.platform]} />
      </Section>
      <dl className={classes.facts}>
        <div>
          <dt>{words.device}</dt>
          <dd>
            <bdi>{device.name}</bdi>
          </dd>
          <dd className={classes.plain}>{deviceWords.platforms[device.platform]}</dd>
        </div>
        <div>
          <dt>{words.registeredAt}</dt>
          <dd>{moment(device.registeredAt, language)}</dd>
        </div>
        <div className={classes.wide}>
          <dt>{words.validated({ count: factors.counted })}</dt>
          {factors.proven.map((proof) => (
            <dd key={proof} className={classes.proof}>
              <Icon of={check} size={18} />
              <span>{words.proven[proof]}</span>
            </dd>
          ))}
        </div>
      </dl>
      {link.request === undefined && (
        <Actions>
          <LaterFailureAlert failure={startOver.error} />
          <Button look="plain" busy={startOver.isPending} onClick={() => startOver.mutate()}>
            {words.another}
          </Button>
        </Actions>
      )}
    </Page>
  )
}
