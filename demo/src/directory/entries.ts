import { type DemoPerson, directoryPassword, domain, type PersonState } from '../world/people.ts'

/** An object of the simulated directory. Names as Active Directory keeps them; comparison ignores case. */
export type Entry = {
  readonly dn: string
  readonly sAMAccountName: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly mail?: string
  state: PersonState
  password: string
  /** Passwords before the present one, newest first. */
  readonly history: string[]
  badPwdCount: number
}

export const baseDn = 'DC=corp,DC=example,DC=test'
export const serviceDn = `CN=svc-muster,OU=Service,${baseDn}`

const entry = (unit: string, name: string, displayName: string, password: string, state: PersonState): Entry => ({
  dn: `CN=${name},OU=${unit},${baseDn}`,
  sAMAccountName: name,
  userPrincipalName: `${name}@${domain.name}`,
  displayName,
  state,
  password,
  history: [],
  badPwdCount: 0,
})

/** Those of these people with an account in the directory, and the service account. */
export const freshEntries = (people: readonly DemoPerson[], servicePassword: string): readonly Entry[] => [
  ...people.flatMap(({ username, displayName, mail, directory }) =>
    directory === undefined ? [] : [{ ...entry('People', username, displayName, directoryPassword, directory), mail }],
  ),
  entry('Service', 'svc-muster', 'Muster service', servicePassword, 'normal'),
]

/** The forms of a name that Active Directory binds: user principal name, `CORP\sam`, `user@CORP`, distinguished name. */
export const findByBindName = (entries: readonly Entry[], name: string): Entry | undefined => {
  const typed = name.toLowerCase()
  return entries.find(({ dn, sAMAccountName, userPrincipalName }) => {
    const sam = sAMAccountName.toLowerCase()
    const netbios = domain.netbios.toLowerCase()
    return [userPrincipalName.toLowerCase(), `${netbios}\\${sam}`, `${sam}@${netbios}`, dn.toLowerCase()].includes(
      typed,
    )
  })
}
