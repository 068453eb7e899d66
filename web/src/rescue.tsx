import { Component, type ReactNode, useEffect, useState } from 'react'
import { isLostFile, reloadIfOutdated } from './lost-files.ts'
import { useMessages } from './messages/language.ts'
import { Button } from './ui/button.tsx'
import { Frame } from './steps/frame.tsx'
import { LoadingCard } from './ui/loading-card.tsx'
import { Page } from './ui/page.tsx'
import { alert } from './ui/icon.tsx'

const ReloadPage = ({ title }: { title: string }) => {
  const { text, reload } = useMessages().trouble.crashed
  return (
    <Page title={title} lead={text} badge={{ icon: alert, mood: 'bad' }}>
      <Button onClick={() => window.location.reload()}>{reload}</Button>
    </Page>
  )
}

/** A file of a later page did not come: a new version is on the server, or there is no network. */
const LostFilePage = () => {
  const { newVersion, offline } = useMessages().trouble
  const [isOutdated, setOutdated] = useState<boolean>()
  useEffect(() => void reloadIfOutdated().then(setOutdated), [])
  return isOutdated === undefined ? <LoadingCard /> : <ReloadPage title={(isOutdated ? newVersion : offline).title} />
}

const CrashedPage = () => <ReloadPage title={useMessages().trouble.crashed.title} />

/** The last resort: a mistake of ours, or a file that is gone, must not leave a white page. */
export class Rescue extends Component<{ children: ReactNode }, { failure?: unknown; failed: boolean }> {
  override state: { failure?: unknown; failed: boolean } = { failed: false }
  static getDerivedStateFromError = (failure: unknown) => ({ failure, failed: true })
  override render() {
    const { failed, failure } = this.state
    if (!failed) return this.props.children
    return <Frame>{isLostFile(failure) ? <LostFilePage /> : <CrashedPage />}</Frame>
  }
}
