import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { http } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { portalClient } from './app.tsx'
import { noteLostFiles } from './lost-files.ts'
import { startLanguage } from './messages/language.ts'
import { Rescue } from './rescue.tsx'
import { network } from './testing/render-portal.tsx'

noteLostFiles()
beforeEach(async () => {
  sessionStorage.clear()
  await startLanguage()
  // React tells of what it caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const rescue = (failure: Error) => {
  const Broken = () => {
    throw failure
  }
  render(
    <QueryClientProvider client={portalClient()}>
      <Rescue>
        <Broken />
      </Rescue>
    </QueryClientProvider>,
  )
}
const lostFile = (): Error => {
  const failure = new TypeError('Failed to fetch dynamically imported module')
  window.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: failure }))
  return failure
}
const pageIs = (answer: () => Response) => network.use(http.get('*/index.html', answer))
const heading = (name: string) => screen.findByRole('heading', { level: 1, name })

test('a mistake of ours leaves no white page', async () => {
  rescue(new Error('x is undefined'))
  await heading('Something went wrong')
  expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy()
})

test('a file that is gone since a new version came says so, where reloading helped nothing', async () => {
  const script = new URL(import.meta.url).pathname.replace('rescue.test.tsx', 'lost-files.ts')
  sessionStorage.setItem('muster.reloaded', script)
  pageIs(() => new Response('<script src="/assets/index-2.js">'))
  rescue(lostFile())
  await heading('There is a new version of this page')
})

test('a file that does not come without a network says so', async () => {
  pageIs(() => Response.error())
  rescue(lostFile())
  await heading('You seem to be offline')
})
