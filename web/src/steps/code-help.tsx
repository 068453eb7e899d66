import type { Support } from '@muster/shared/public-profile'
import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { Lines, Section } from '../ui/facts.tsx'
import { addressIn } from './code-status.tsx'
import { HelpDeskButtons } from './help-desk.tsx'

type CodeHelpProps = { readonly step: StepOf<'email-code'>; readonly support: Support | undefined }

/** Where a mail may be that does not come, and whom to ask: with a mail to the help desk that says all it needs. */
export const CodeHelp = ({ step, support }: CodeHelpProps) => {
  const words = useLaterMessages().emailCode
  const { reference, from: sender } = step
  const { spam, search, patience, address } = words.noMailHelp
  return (
    <Section title={words.noMail}>
      <Lines
        as="tips"
        lines={[spam, search({ sender }), patience, address({ reference })]}
        whole={[reference, addressIn(sender)]}
      />
      {support !== undefined && (
        <HelpDeskButtons
          support={support}
          reference={reference}
          letter={words.helpMail({ reference, address: step.sentTo, sender })}
        />
      )}
    </Section>
  )
}
