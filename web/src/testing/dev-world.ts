import type { EntraDoor } from '../entra/door.ts'

/** Starts the development world. */
export const startDevWorld = async (): Promise<() => Promise<EntraDoor>> => () => Promise.reject(new Error('no portal yet'))
