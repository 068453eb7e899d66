/** Something an operator did, or met, that the command ends with: told in a sentence, never with a stack trace. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly details: readonly (readonly [where: string, what: string])[]
  constructor(message: string, details: Failure['details'] = []) {
    super(message)
    this.details = details
  }
}
