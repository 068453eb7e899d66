import type { Support } from '@muster/shared/public-profile'
import { useQuery } from '@tanstack/react-query'
import { useContext, useEffect } from 'react'
import { deployment } from '../api/deployment.ts'
import { useLanguage, useMessages } from '../messages/language.ts'
import { LanguageSwitch } from '../ui/language-switch.tsx'
import { telephone } from '../ui/telephone.ts'
import { HelpDeskButtons } from './help-desk.tsx'
import { PortalContext } from './portal.ts'
import classes from './steps.module.css'

const useDeployment = () => useQuery(deployment).data ?? {}

/** Where no account is known the document is the deployment's; after each drawing, since a page names it anew. */
const useOwnTitle = (name: string | undefined): void => {
  const { frame } = useMessages()
  useEffect(() => {
    const rename = () => {
      const page = document.getElementById('page-title')?.textContent ?? ''
      if (name !== undefined && document.title === frame.title({ page, account: frame.product }))
        document.title = frame.title({ page, account: name })
    }
    // The page around this one names the document after it.
    queueMicrotask(rename)
  })
}

type Link = readonly [url: string | undefined, title: string | undefined, opens: '_self' | '_blank']

const Links = ({ links }: { links: readonly Link[] }) => {
  const { frame } = useMessages()
  return (
    <p className={classes.ownLinks}>
      {links.map(
        ([url, title, opens]) =>
          url !== undefined &&
          title !== undefined && (
            <a key={url} href={url} target={opens} rel="noreferrer">
              {opens === '_self' ? <bdi dir="ltr">{title}</bdi> : frame.newTab({ address: title })}
            </a>
          ),
      )}
    </p>
  )
}

/** As the frame has those of an account, at the same place. */
const Contacts = ({ name, phone, email, url }: Support) => (
  <div>
    <p className={classes.ownName}>{useMessages().frame.help}</p>
    <p>
      <bdi>{name}</bdi>
    </p>
    <Links
      links={[
        [phone && telephone(phone), phone, '_self'],
        [email && `mailto:${email}`, email, '_self'],
        [url, url?.replace(/^https?:\/\/|\/$/g, ''), '_blank'],
      ]}
    />
  </div>
)

/** In the foot: whose portal it is, whom to ask where no account says so, and what the law wants to be there. */
export const DeploymentFoot = () => {
  // The foot is drawn with the first page, whose words come alone.
  const words = useLanguage().later?.own
  const isKnown = useContext(PortalContext)?.profile !== undefined
  const { name, support, privacy, legal, languages } = useDeployment()
  useOwnTitle(name)
  return (
    <>
      {!isKnown && support !== undefined && <Contacts {...support} />}
      {(name ?? privacy ?? legal) !== undefined && (
        <div>
          {name !== undefined && (
            <p className={classes.ownName}>
              <bdi>{name}</bdi>
            </p>
          )}
          <Links
            links={[
              [privacy, words?.privacy, '_blank'],
              [legal, words?.legal, '_blank'],
            ]}
          />
        </div>
      )}
      <LanguageSwitch among={languages} />
    </>
  )
}

/** On a page that knows no account: whom the deployment says to ask. */
export const DeploymentHelp = ({ isFirst }: { isFirst: boolean }) => {
  const { name, support } = useDeployment()
  useOwnTitle(name)
  return support === undefined ? null : <HelpDeskButtons support={support} isFirst={isFirst} />
}
