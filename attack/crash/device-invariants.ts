import { type Invariant, metIn, ofDevices, ofEnrollments, repeated } from './invariant.ts'

/** Each factor that can be met: the mark that it leaves on the device, any of these. */
const marks: Readonly<Record<string, readonly string[]>> = {
  credentials: ['password', 'entra'],
  password: ['password', 'entra'],
  'entra-sign-in': ['entra'],
  'email-code': ['email-code'],
}

/** No device without all its factors, its audit row and its mail (STANDARD 1.3, 8.2). */
export const deviceInvariants: readonly Invariant[] = [
  {
    rule: 'a device belongs to an enrollment that ended with it',
    broken: ofDevices(({ id }, { body }) => body.state.kind === 'enrolled' && body.state.device?.id === id),
  },
  {
    rule: 'an enrollment that ended has its device',
    broken: ofEnrollments(({ id, body }, view) => body.state.kind !== 'enrolled' || view.devicesOf(id).length > 0),
  },
  {
    rule: 'an enrollment has one device at most',
    broken: ({ rows }) => repeated(rows.device.map((device) => device.enrollment_id)),
  },
  {
    rule: 'a device’s enrollment has met every factor that was required of it, in order',
    broken: ofDevices((_, owner) => {
      const required = owner.body.state.plan?.challenges.map(({ kind }) => kind) ?? []
      return required.length > 0 && required.join() === metIn(owner).join()
    }),
  },
  {
    rule: 'a device bears the mark of every factor that was met',
    broken: ofDevices(({ proven }, owner) =>
      metIn(owner).every((kind) => marks[kind]?.some((mark) => proven.includes(mark))),
    ),
  },
  {
    rule: 'a device has one audit row, with its name',
    broken: ofDevices(({ id }, owner, view) => {
      const rows = view.told(owner.id, 'device.ok')
      return rows.length === 1 && rows[0]?.data['device'] === id
    }),
  },
  {
    rule: 'a device’s owner is told by mail, once',
    broken: ofDevices(
      (_, { id, body }, view) =>
        body.state.confirmation?.mail === undefined ||
        view.mailsOf(id).filter((mail) => mail.code_id === null).length === 1,
    ),
  },
]
