import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

/**
 * One script of the pages' built by itself, with everything that it imports in it: it runs before, or beside, the
 * others, and waits for none of their files. `define` are the constants that it is given.
 */
export const ownScript = async (
  path: string,
  target: string[],
  define: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define,
    build: {
      write: false,
      target,
      modulePreload: false,
      lib: { entry: path, formats: ['iife'], name: 'script', fileName: 'script' },
    },
  })
  const chunk = [built].flat().flatMap((each) => ('output' in each ? each.output : []))[0]
  if (chunk?.type !== 'chunk') throw new Error(`${path} was not built`)
  return chunk.code
}
