import type { Migration } from 'kysely/migration'
import { createTables } from './0001-tables.ts'
import { addAuditSeal } from './0002-audit-seal.ts'
import { addSettledTries } from './0003-settled-tries.ts'
import { addHandOvers } from './0004-hand-overs.ts'
import { indexRetention } from './0005-retention.ts'
import { addTriesFrom } from './0006-restored.ts'
import { indexWhatIsThere } from './0007-sparse-indexes.ts'

/** Every change of the tables, in order of its name; published ones are never edited. */
export const migrationsFor = (engine: 'sqlite' | 'postgres'): Record<string, Migration> => ({
  '0001-tables': { up: (db) => createTables(db, engine === 'postgres' ? 'bigserial' : 'integer') },
  '0002-audit-seal': { up: addAuditSeal },
  '0003-settled-tries': { up: addSettledTries },
  '0004-hand-overs': { up: addHandOvers },
  '0005-retention': { up: indexRetention },
  '0006-restored': { up: addTriesFrom },
  '0007-sparse-indexes': { up: indexWhatIsThere },
})
