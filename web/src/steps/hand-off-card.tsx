import type { HandOff } from '@muster/shared/step'
import type { Platform } from '@muster/shared/vocabulary'
import { useState } from 'react'
import { laterMessages } from '../messages/later.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Actions } from '../ui/page.tsx'
import classes from './steps.module.css'

const words = laterMessages.enrolled

/** A phone is being enrolled and this screen is no touch screen: the link belongs on another device. */
const isForAnotherDevice = (platform: Platform): boolean =>
  platform !== 'windows' && !window.matchMedia('(any-pointer: coarse)').matches

const QrCard = ({ qr }: { qr: string }) => (
  <div className={classes.qr}>
    <img src={qr} alt={words.qrAlt} />
    <p>{words.scan}</p>
  </div>
)

const SafariOnly = ({ url }: { url: string }) => {
  const [copied, setCopied] = useState(false)
  return (
    <>
      <p>{words.safari}</p>
      <p className={classes.link}>{url}</p>
      <Actions>
        <Button onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
          {copied ? words.copied : words.copy}
        </Button>
      </Actions>
    </>
  )
}

/** The way from the portal to the device's own set-up: a button here, or a code for the device that has the camera. */
export const HandOffCard = ({ handOff, platform }: { handOff: HandOff; platform: Platform }) => {
  const { url, qr, browserHint } = handOff
  if (qr !== undefined && isForAnotherDevice(platform))
    return (
      <>
        <QrCard qr={qr} />
        <Actions>
          <ButtonLink href={url} look="second">
            {words.openHere}
          </ButtonLink>
        </Actions>
      </>
    )
  return (
    <>
      {browserHint === 'safari' ? (
        <SafariOnly url={url} />
      ) : (
        <Actions>
          <ButtonLink href={url}>{words.open}</ButtonLink>
        </Actions>
      )}
      {qr !== undefined && (
        <details className={classes.more}>
          <summary>{words.otherDevice}</summary>
          <QrCard qr={qr} />
        </details>
      )}
    </>
  )
}
