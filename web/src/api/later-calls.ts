import { Step } from '@muster/shared/step'
import type { Call, LaterCall } from './calls.ts'

/** The calls of the later pages, as those of the first. */
export const laterRoutes: { readonly [N in LaterCall]: Call<N> } = {
  extend: { name: 'extend', method: 'POST', path: '/api/enrollment/extend', reply: Step },
  startOver: { name: 'startOver', method: 'DELETE', path: '/api/enrollment', reply: undefined },
  password: { name: 'password', method: 'POST', path: '/api/enrollment/password', reply: Step },
  newPassword: { name: 'newPassword', method: 'POST', path: '/api/enrollment/new-password', reply: Step },
  entraSignIn: { name: 'entraSignIn', method: 'POST', path: '/api/enrollment/entra-sign-in', reply: Step },
  emailCode: { name: 'emailCode', method: 'POST', path: '/api/enrollment/email-code', reply: Step },
  resend: { name: 'resend', method: 'POST', path: '/api/enrollment/email-code/resend', reply: Step },
  device: { name: 'device', method: 'POST', path: '/api/enrollment/device', reply: Step },
}
