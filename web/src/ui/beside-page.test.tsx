import { act, cleanup, render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { afterEach, expect, test } from 'vitest'
import { besidePage } from './beside-page.ts'

afterEach(cleanup)

const show = async (Beside: ReturnType<typeof besidePage>) =>
  act(async () =>
    render(
      <Suspense>
        <input aria-label="User name" defaultValue="ana" />
        <Beside />
      </Suspense>,
    ),
  )

test('what can be fetched stands beside the page', async () => {
  await show(besidePage(async () => () => <p>Two minutes left</p>))
  expect(screen.getByText('Two minutes left')).toBeTruthy()
})

test('what cannot be fetched takes no page away', async () => {
  await show(besidePage(() => Promise.reject(new TypeError('no network'))))
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('ana')
})
