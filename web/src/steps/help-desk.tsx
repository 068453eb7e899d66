import type { Support } from '@muster/shared/public-profile'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Words } from '../ui/facts.tsx'
import { telephone } from '../ui/telephone.ts'
import { Actions } from '../ui/page.tsx'
import classes from './steps.module.css'

type HelpDeskProps = {
  readonly support: Support
  /** Goes into the mail’s subject, so that the help desk finds the enrollment; none where none is known. */
  readonly reference?: string
  /** What the mail begins with. */
  readonly letter?: string
  /** Whether it is the first thing to turn to. */
  readonly isFirst?: boolean
}

/** Whom to call and write to, one press each; number and address stand at the foot of every page. */
export const HelpDeskButtons = ({
  support: { name, phone, email, url },
  reference,
  letter,
  isFirst = false,
}: HelpDeskProps) => {
  const { frame } = useMessages()
  const { ended } = useLaterMessages()
  const subject = reference === undefined ? '' : `?subject=${encodeURIComponent(ended.mailSubject({ reference }))}`
  const body = letter === undefined ? '' : `&body=${encodeURIComponent(letter)}`
  return (
    <Actions>
      {phone !== undefined && (
        <ButtonLink look={isFirst ? 'first' : 'second'} href={telephone(phone)}>
          {ended.call({ name })}
        </ButtonLink>
      )}
      {email !== undefined && (
        <ButtonLink
          look={isFirst && phone === undefined ? 'first' : 'second'}
          href={`mailto:${email}${subject}${body}`}
        >
          {ended.write({ name })}
        </ButtonLink>
      )}
      {phone === undefined && email === undefined && url !== undefined && (
        <p className={classes.contact}>
          <a href={url} target="_blank" rel="noreferrer">
            {frame.newTab({ address: name })}
          </a>
        </p>
      )}
    </Actions>
  )
}

/** Whom to ask, and what to tell them. */
export const HelpDesk = (props: HelpDeskProps & { readonly reference: string }) => {
  const { tell } = useLaterMessages().ended
  const { reference } = props
  return (
    <div className={classes.helpDesk}>
      <p className={classes.who}>
        <Words text={tell({ reference })} whole={[reference]} />
      </p>
      <HelpDeskButtons {...props} />
    </div>
  )
}
