/** A mistake in the environment, told by variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
