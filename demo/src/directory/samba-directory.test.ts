import { join } from 'node:path'
import { describe } from 'vitest'
import { sambaObstacle } from '../services/samba.ts'
import { demoDirectorySuite } from './demo-directory.suite.ts'
import { startSambaDirectory } from './samba-directory.ts'

const home = join(import.meta.dirname, '../../../.test/dc-of-the-demo')

// The same suite as the simulated directory's: that is what makes the simulation trustworthy.
describe.skipIf((await sambaObstacle()) !== undefined)('with Samba', () => {
  demoDirectorySuite('the real directory', () => startSambaDirectory(home), 180_000)
})
