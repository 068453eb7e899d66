import { createRoot } from 'react-dom/client'
import * as z from 'zod/mini'
import { linkIn } from './account-path.ts'
import { currentStep } from './api/current-step.ts'
import { accountProfile } from './api/enrollment.ts'
import { App, portalClient } from './app.tsx'
import type { EntraDoor } from './entra/door.ts'
import { takeResponse } from './entra/return-ticket.ts'
import { followHandOvers, takeHandOver } from './hand-over-code.ts'
import { keepOffline } from './keep-offline.ts'
import { noteLostFiles, reloadIfOutdated } from './lost-files.ts'
import { startLanguage } from './messages/language.ts'
import './ui/styles.css'

// Zod would compile its checks with `new Function`, which the content security policy forbids (STANDARD 4.6).
z.config({ jitless: true })

const handOver = takeHandOver()
followHandOvers()
const response = window.location.pathname === '/redirect' ? takeResponse() : ''
const wordsAreHere = startLanguage()

const start = (openDoor: () => Promise<EntraDoor>): void => {
  const client = portalClient()
  const link = linkIn(window.location.pathname)
  if (link !== undefined && handOver === undefined) {
    // Both are asked for before React has drawn anything; the pages find them on their way, and tell what fails.
    const toldLater = () => undefined
    void client.query(currentStep(client, link)).catch(toldLater)
    void client.query(accountProfile(link.account)).catch(toldLater)
  }
  const root = document.getElementById('root')
  if (root !== null)
    void wordsAreHere.then(() =>
      createRoot(root).render(<App client={client} openDoor={openDoor} response={response} handOver={handOver} />),
    )
}

// The development world and its mocks stay out of the production bundle: this condition is a constant there.
if (import.meta.env.DEV) void import('./testing/dev-world.ts').then(({ startDevWorld }) => startDevWorld()).then(start)
else {
  noteLostFiles()
  keepOffline()
  start(async () => {
    try {
      return (await import('./entra/msal.ts')).door
    } catch (failure) {
      await reloadIfOutdated()
      throw failure
    }
  })
}
