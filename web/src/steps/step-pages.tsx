import type { Step, StepOf } from '@muster/shared/step'
import { type ComponentType, createElement, lazy, type ReactNode } from 'react'
import { CredentialsPage } from './credentials-page.tsx'
import { IdentifyPage } from './identify-page.tsx'
import { fetchLaterPages } from './fetch-later.ts'
import type { laterPages } from './later-pages.tsx'

type LaterPages = typeof laterPages

const later = <K extends keyof LaterPages>(kind: K) =>
  lazy(async () => ({ default: (await fetchLaterPages()).laterPages[kind] }))

type Steps = { readonly [K in Step['kind']]: StepOf<K> }
type StepPages = { readonly [K in Step['kind']]: ComponentType<{ step: Steps[K] }> }

/** Each step's page: total, so that a new step does not compile until it has one. */
const stepPages: StepPages = {
  identify: IdentifyPage,
  credentials: CredentialsPage,
  password: later('password'),
  'new-password': later('new-password'),
  'entra-sign-in': later('entra-sign-in'),
  'email-code': later('email-code'),
  device: later('device'),
  enrolled: later('enrolled'),
  refused: later('refused'),
  expired: later('expired'),
}

// An element made by hand: JSX cannot tell that the page and the step belong together.
const pageOf = <K extends Step['kind']>(kind: K, step: Steps[K]): ReactNode =>
  createElement<{ step: Steps[K] }>(stepPages[kind], { step })

/** The page of a step. */
export const StepPage = ({ step }: { step: Step }): ReactNode => pageOf(step.kind, step)
