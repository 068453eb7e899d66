import { laterPart } from './fetch-later.tsx'

export const AtHand = laterPart('atHand')
export const BesidePage = laterPart('each')
export const ContinueElsewhere = laterPart('elsewhere')
export const Foot = laterPart('foot')
export const PasswordNote = laterPart('note')
export const StepPlan = laterPart('plan')
