/** Something an operator did, or met, that the command ends with: told in a sentence, never with a stack trace. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly details: readonly (readonly [where: string, what: string])[]
  /** As in {@link ExitCode}: what a script tells apart. */
  readonly exitCode: 1 | 3 | 4
  constructor(message: string, details: Failure['details'] = [], exitCode: Failure['exitCode'] = 1) {
    super(message)
    this.details = details
    this.exitCode = exitCode
  }
}
