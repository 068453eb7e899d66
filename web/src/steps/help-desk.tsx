import type { Support } from '@muster/shared/public-profile'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Section } from '../ui/facts.tsx'
import { telephone } from '../ui/telephone.ts'
import { Actions } from '../ui/page.tsx'
import classes from './steps.module.css'

type HelpDeskProps = {
  readonly support: Support
  /** Goes into the mail’s subject, so that the help desk finds the enrollment. */
  readonly reference: string
  /** Whether it is the first thing to turn to. */
  readonly isFirst: boolean
}

/** Whom to ask, by every way that there is. */
export const HelpDesk = ({ support: { name, phone, email, url }, reference, isFirst }: HelpDeskProps) => {
  const { frame } = useMessages()
  const { ended } = useLaterMessages()
  const subject = encodeURIComponent(ended.mailSubject({ reference }))
  return (
    <Section title={name}>
      <Actions>
        {phone !== undefined && (
          <>
            <ButtonLink look={isFirst ? 'first' : 'second'} href={telephone(phone)}>
              {ended.call({ name })}
            </ButtonLink>
            {/* For those who read this on something that does not call. */}
            <p className={classes.contact}>
              <bdi dir="ltr">{phone}</bdi>
            </p>
          </>
        )}
        {email !== undefined && (
          <>
            <ButtonLink
              look={isFirst && phone === undefined ? 'first' : 'second'}
              href={`mailto:${email}?subject=${subject}`}
            >
              {ended.write({ name })}
            </ButtonLink>
            <p className={classes.contact}>
              <bdi dir="ltr">{email}</bdi>
            </p>
          </>
        )}
        {url !== undefined && (
          <p className={classes.contact}>
            <a href={url} target="_blank" rel="noreferrer">
              {frame.newTab({ address: url.replace(/^https?:\/\/|\/$/g, '') })}
            </a>
          </p>
        )}
      </Actions>
    </Section>
  )
}
