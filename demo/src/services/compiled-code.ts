/**
 * For a process that is given no other environment: where Node keeps compiled code between starts, if this process was told
 * (nodejs.org/api/module.html#module-compile-cache). A start takes half as long with it.
 */
export const compiledCode = (): Readonly<Record<string, string>> => {
  const folder = process.env['NODE_COMPILE_CACHE']
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder }
}
