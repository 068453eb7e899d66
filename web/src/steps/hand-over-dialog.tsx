import { useQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { handOverSeen, useNumber, useOffer } from '../api/hand-over.ts'
import { Button } from '../ui/button.tsx'
import { HandOverNumber } from './hand-over-number.tsx'
import { HandOverOffer } from './hand-over-offer.tsx'
import { useHandOverWords } from './hand-over-words.ts'
import classes from './hand-over.module.css'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import steps from './steps.module.css'

type HandOverDialogProps = {
  /** To another browser of this device, in place of another device. */
  readonly here: boolean
  readonly onClose: () => void
}

/** From the code to the number. Closing ends the hand-over; a reload finds a device that waits. */
export const HandOverDialog = ({ here, onClose }: HandOverDialogProps) => {
  const words = useHandOverWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const offer = useOffer()
  const number = useNumber()
  const seen = useQuery(handOverSeen).data
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const begin = useRef(offer.mutate)
  // The dialog's own opening is the person's wish for a code.
  useEffect(() => begin.current(), [])
  const isTaken = seen?.kind === 'taken'
  const again = () => {
    number.reset()
    offer.mutate()
  }
  const content = () => {
    if (isTaken) return <HandOverNumber by={seen.by} number={number} />
    if (offer.isIdle || offer.isPending) return <p role="status">{words.offer.preparing}</p>
    const isStopped = number.data?.kind === 'none'
    if (number.error !== null || isStopped || offer.data === undefined)
      return (
        <>
          {/* Here, and not on the other device, is where a new one is to be had. */}
          <LaterFailureAlert
            failure={number.error ?? offer.error}
            better={{ 'hand-over-ended': words.offer.expired }}
          />
          {isStopped && <p role="status">{words.offer.stopped}</p>}
          <Button onClick={again}>{words.offer.again}</Button>
        </>
      )
    return <HandOverOffer offer={offer.data} here={here} onAgain={again} />
  }
  const title = isTaken ? words.number.title : here ? words.offer.safariTitle : words.offer.title
  return (
    <dialog
      className={steps.dialog}
      ref={dialog}
      aria-labelledby="hand-over-title"
      onClose={() => {
        if (seen?.kind === 'offered' || seen?.kind === 'taken') number.mutate('none')
        onClose()
      }}
    >
      <h2 id="hand-over-title">{title}</h2>
      <div className={classes.content}>
        {content()}
        <Button look={isTaken ? 'plain' : 'second'} onClick={() => dialog.current?.close()}>
          {words.offer.cancel}
        </Button>
      </div>
    </dialog>
  )
}
