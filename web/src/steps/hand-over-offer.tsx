import type { Offer } from '@muster/shared/hand-over'
import { secondsUntil } from '../api/server-clock.ts'
import { Button } from '../ui/button.tsx'
import { useCountdown } from '../ui/countdown.ts'
import { CopyLink } from './copy-link.tsx'
import { useClock, useHandOverWords } from './hand-over-words.ts'
import classes from './hand-over.module.css'
import steps from './steps.module.css'

type HandOverOfferProps = {
  readonly offer: Offer
  /** The same device, another browser: nothing to scan. */
  readonly here: boolean
  readonly onAgain: () => void
}

/** A code to scan and a link to copy, as long as they work. */
export const HandOverOffer = ({ offer, here, onAgain }: HandOverOfferProps) => {
  const words = useHandOverWords().offer
  const clock = useClock()
  const seconds = useCountdown(() => secondsUntil(offer.expiresAt))
  if (seconds === 0)
    return (
      <>
        <p role="status">{words.expired}</p>
        <Button onClick={onAgain}>{words.again}</Button>
      </>
    )
  const picture = (
    <div className={classes.code}>
      <img src={offer.qr} alt={words.qrAlt} />
    </div>
  )
  const link = (
    <>
      <p className={classes.small}>{here ? words.safariText : words.linkText}</p>
      <CopyLink url={offer.url} />
    </>
  )
  return (
    <>
      {here ? link : <p>{words.text}</p>}
      {!here && picture}
      <p className={classes.time} aria-live="off">
        {words.expiresIn({ time: clock(seconds) })}
      </p>
      <details className={steps.more}>
        <summary>{here ? words.scanInstead : words.noCamera}</summary>
        {here ? picture : <div className={classes.link}>{link}</div>}
      </details>
    </>
  )
}
