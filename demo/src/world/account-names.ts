import type { DefaultAuthentication, Workflow } from '@muster/shared/vocabulary'

/** One cell of the published tables, with the name of the account that has these settings. */
export type Cell = {
  readonly id: string
  readonly workflow: Workflow
  readonly defaultAuthentication: DefaultAuthentication
  readonly portalFactor: 'single' | 'two'
  readonly entraFactor: 'single' | 'multi'
}

const shortNames = {
  none: 'none',
  'active-directory': 'ad',
  'entra-id': 'entra',
  both: 'both',
} as const satisfies Record<DefaultAuthentication, string>

const workflows = ['existing', 'new'] as const satisfies readonly Workflow[]
const authentications = [
  'none',
  'active-directory',
  'entra-id',
  'both',
] as const satisfies readonly DefaultAuthentication[]
const portalFactors = ['single', 'two'] as const

/** Where Entra is not asked, its factor setting means nothing: those cells exist once. */
const entraFactorsOf = (setting: DefaultAuthentication): readonly Cell['entraFactor'][] =>
  setting === 'entra-id' || setting === 'both' ? ['single', 'multi'] : ['single']

/** Every cell: `{existing|new}-{none|ad|entra|both}-{1|2}`, with `-mfa` where Entra is multi-factor. */
export const cells: readonly Cell[] = workflows.flatMap((workflow) =>
  authentications.flatMap((defaultAuthentication) =>
    entraFactorsOf(defaultAuthentication).flatMap((entraFactor) =>
      portalFactors.map((portalFactor) => ({
        id: `${workflow}-${shortNames[defaultAuthentication]}-${portalFactor === 'two' ? 2 : 1}${entraFactor === 'multi' ? '-mfa' : ''}`,
        workflow,
        defaultAuthentication,
        portalFactor,
        entraFactor,
      })),
    ),
  ),
)
