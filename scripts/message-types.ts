import { readFileSync, writeFileSync } from 'node:fs'
import { readCatalog } from '../web/catalogs/catalog.ts'
import { declareCatalog } from '../web/catalogs/declare.ts'

/** Declares the types of the English catalogs, which every other language must have; `--check` fails when they are stale. */
const messages = new URL('../web/src/messages/', import.meta.url)

const parts = [
  { catalog: 'en/first.json', declaration: 'first-messages.ts', type: 'FirstMessages' },
  { catalog: 'en/later.json', declaration: 'later-messages.ts', type: 'LaterMessages' },
]

for (const { catalog, declaration, type } of parts) {
  const declared = `// Declared by \`node scripts/message-types.ts\` from \`${catalog}\`. Do not edit.\n${declareCatalog(
    readCatalog(readFileSync(new URL(catalog, messages), 'utf8')),
    type,
  )}`
  const file = new URL(declaration, messages)
  if (!process.argv.includes('--check')) writeFileSync(file, declared)
  else if (readFileSync(file, 'utf8') !== declared) {
    console.error(`web/src/messages/${declaration} is stale: run \`node scripts/message-types.ts\``)
    process.exitCode = 1
  }
}
