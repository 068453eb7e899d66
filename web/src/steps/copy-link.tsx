import { useRef } from 'react'
import { useLaterMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Actions } from '../ui/page.tsx'
import { useCopying } from './copying.ts'
import classes from './steps.module.css'

/** A link to take to another browser. Where the page may not copy it is marked, so that the person can. */
export const CopyLink = ({ url, look = 'first' }: { url: string; look?: 'first' | 'second' }) => {
  const words = useLaterMessages().enrolled
  const link = useRef<HTMLParagraphElement>(null)
  const { state, copy } = useCopying(link)
  return (
    <>
      <p className={classes.link} ref={link}>
        <bdi dir="ltr">{url}</bdi>
      </p>
      <Actions>
        <Button look={look} onClick={() => void copy(url)}>
          {state === 'copied' ? words.copied : words.copy}
        </Button>
        <p className={state === 'failed' ? undefined : 'visually-hidden'} role="status">
          {state === 'failed' && words.copyFailed}
        </p>
      </Actions>
    </>
  )
}
