import type { PublicProfile, Support } from '@muster/shared/public-profile'
import { type ReactNode, Suspense } from 'react'
import { useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Icon, shield } from '../ui/icon.tsx'
import { Progress, type ProgressProps } from '../ui/progress.tsx'
import { telephone } from '../ui/telephone.ts'
import classes from '../ui/frame.module.css'
import { Foot } from './later-parts.ts'

type FrameProps = {
  readonly account?: string | undefined
  readonly logo?: PublicProfile['branding']['logo'] | undefined
  readonly support?: Support | undefined
  readonly reference?: string | undefined
  readonly progress?: ProgressProps | undefined
  /** One sentence above the page, for example that it was out of date. */
  readonly note?: string | undefined
  /** Back to the step that the person left by going back. */
  readonly onGoOn?: (() => void) | undefined
  readonly children: ReactNode
}

type WayProps = { readonly to: string | undefined; readonly href: (to: string) => string }

const Way = ({ to, href }: WayProps) =>
  to !== undefined && (
    <a href={href(to)} dir="ltr">
      {to}
    </a>
  )

/** Whom to ask, in the foot. */
const Contacts = ({ name, email, phone, url }: Support) => {
  const { frame } = useMessages()
  return (
    <div>
      <p className={classes.footTerm}>{frame.help}</p>
      <p>
        <bdi>{name}</bdi>
      </p>
      <p className={classes.contacts}>
        <Way to={phone} href={telephone} />
        <Way to={email} href={(address) => `mailto:${address}`} />
        {url !== undefined && (
          <a href={url} target="_blank" rel="noreferrer">
            {frame.newTab({ address: url.replace(/^https?:\/\/|\/$/g, '') })}
          </a>
        )}
      </p>
    </div>
  )
}

/** The quiet frame of every page: whose it is, where one is, and whom to ask. */
export const Frame = ({ account, logo, support, reference, progress, note, onGoOn, children }: FrameProps) => {
  const { frame } = useMessages()
  return (
    <div className="frame">
      <header className="frame-head">
        <div className={classes.account}>
          {logo === undefined ? (
            <span className={classes.monogram} aria-hidden="true">
              {account === undefined ? <Icon of={shield} size={24} /> : [...account][0]?.toLocaleUpperCase()}
            </span>
          ) : (
            <span className={classes.logo}>
              <img src={logo} alt="" />
            </span>
          )}
          <div>
            {account !== undefined && (
              <p className={classes.name}>
                <bdi>{account}</bdi>
              </p>
            )}
            <p className={account === undefined ? classes.name : classes.product}>{frame.product}</p>
          </div>
        </div>
        {progress === undefined ? <div className={classes.noProgress} /> : <Progress {...progress} />}
      </header>
      <main className="frame-card">
        <div className={note === undefined ? undefined : classes.note}>
          <p role="status">{note}</p>
          {onGoOn && (
            <Button look="plain" onClick={onGoOn}>
              {frame.goOn}
            </Button>
          )}
        </div>
        {children}
      </main>
      <footer className={classes.foot}>
        {support && <Contacts {...support} />}
        {reference !== undefined && (
          <div>
            <p className={classes.footTerm}>{frame.reference}</p>
            <p className={classes.reference}>
              <bdi dir="ltr">{reference}</bdi>
            </p>
          </div>
        )}
        <Suspense fallback={<div className={classes.languageToCome} />}>
          <Foot />
        </Suspense>
      </footer>
    </div>
  )
}
