import type { Support } from '@muster/shared/public-profile'
import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Lines, Section } from '../ui/facts.tsx'
import { telephone } from '../ui/telephone.ts'
import { Actions } from '../ui/page.tsx'

type CodeHelpProps = { readonly step: StepOf<'email-code'>; readonly support: Support | undefined }

/** Where a mail may be that does not come, and whom to ask: with a mail to the help desk that says all it needs. */
export const CodeHelp = ({ step, support }: CodeHelpProps) => {
  const { emailCode: words, ended } = useLaterMessages()
  const { reference, from: sender } = step
  const { spam, search, patience, address } = words.noMailHelp
  const subject = encodeURIComponent(ended.mailSubject({ reference }))
  const body = encodeURIComponent(words.helpMail({ reference, address: step.sentTo, sender }))
  return (
    <Section title={words.noMail}>
      <Lines as="points" lines={[spam, search({ sender }), patience, address({ reference })]} />
      {support !== undefined && (
        <Actions>
          {support.phone !== undefined && (
            <ButtonLink look="second" href={telephone(support.phone)}>
              {ended.call({ name: support.name })}
            </ButtonLink>
          )}
          {support.email !== undefined && (
            <ButtonLink look="second" href={`mailto:${support.email}?subject=${subject}&body=${body}`}>
              {ended.write({ name: support.name })}
            </ButtonLink>
          )}
        </Actions>
      )}
    </Section>
  )
}
