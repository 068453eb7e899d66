import type { HandOff } from '@muster/shared/step'
import { surroundingsOf } from '@muster/shared/surroundings'
import type { Platform } from '@muster/shared/vocabulary'
import { adviceForSetUp } from '../browser/advice.ts'
import { signsOf } from '../browser/signs.ts'
import { useLaterMessages } from '../messages/language.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Lines } from '../ui/facts.tsx'
import { Actions } from '../ui/page.tsx'
import { CopyLink } from './copy-link.tsx'
import classes from './steps.module.css'

type HandOffCardProps = { readonly handOff: HandOff; readonly platform: Platform }

/** A phone is being enrolled and this screen is no touch screen: the link belongs on another device. */
const isForAnotherDevice = (platform: Platform): boolean =>
  platform !== 'windows' && !window.matchMedia('(any-pointer: coarse)').matches

const QrCard = ({ qr, platform }: { qr: string; platform: Platform }) => {
  const words = useLaterMessages().enrolled
  return (
    <div className={classes.qr}>
      <img src={qr} alt={words.qrAlt} />
      <p>{platform === 'ios' ? words.scanWithIphone : words.scan}</p>
    </div>
  )
}

const SafariSteps = ({ url }: { url: string }) => {
  const words = useLaterMessages().enrolled
  return (
    <>
      <p>{words.safari}</p>
      <Lines as="steps" lines={words.safariSteps} />
      <CopyLink url={url} />
    </>
  )
}

/**
 * What a Windows computer may stumble over. That it is in S mode no page can know: no client hint has the edition
 * (User-Agent Client Hints 3), so it is told to everybody, folded up.
 */
const WindowsHelp = ({ url }: { url: string }) => {
  const { setUp } = useLaterMessages().advice
  const isOtherBrowser = adviceForSetUp(surroundingsOf(signsOf(navigator)), 'windows') === 'edge'
  return (
    <>
      {isOtherBrowser && (
        <details className={classes.more}>
          <summary>{setUp.nothing}</summary>
          <p>{setUp.edge}</p>
          <CopyLink url={url} look="second" />
        </details>
      )}
      <details className={classes.more}>
        <summary>{setUp.sModeTitle}</summary>
        <Lines as="points" lines={setUp.sMode} />
      </details>
    </>
  )
}

/** On the screen of another device: a code to scan. A profile for an iPhone is never opened here: on a Mac it would land in the Mac. */
const ElsewhereCard = ({ qr, url, platform }: { qr: string; url: string; platform: Platform }) => {
  const words = useLaterMessages().enrolled
  return (
    <>
      <QrCard qr={qr} platform={platform} />
      {platform === 'ios' ? (
        <details className={classes.more}>
          <summary>{words.noCamera}</summary>
          <SafariSteps url={url} />
        </details>
      ) : (
        <Actions>
          <ButtonLink href={url} look="second">
            {words.openHere}
          </ButtonLink>
        </Actions>
      )}
    </>
  )
}

/** The way from the portal to the device's own set-up: a button here, or a code for the device that has the camera. */
export const HandOffCard = ({ handOff, platform }: HandOffCardProps) => {
  const words = useLaterMessages().enrolled
  const { url, qr, browserHint } = handOff
  if (qr !== undefined && isForAnotherDevice(platform)) return <ElsewhereCard qr={qr} url={url} platform={platform} />
  return (
    <>
      {browserHint === 'safari' ? (
        <SafariSteps url={url} />
      ) : (
        <Actions>
          <ButtonLink href={url}>{words.open}</ButtonLink>
        </Actions>
      )}
      {platform === 'windows' && <WindowsHelp url={url} />}
      {qr !== undefined && (
        <details className={classes.more}>
          <summary>{words.otherDevice}</summary>
          <QrCard qr={qr} platform={platform} />
        </details>
      )}
    </>
  )
}
