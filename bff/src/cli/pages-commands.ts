import { deploymentFaults } from '@muster/shared/deployment-faults'
import type { Command } from 'commander'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'

export const addPagesCommands = (program: Command, { read, print }: Context): void => {
  program
    .command('pages')
    .description('the built pages')
    .command('check <folder>')
    .description('check what config.json in the folder of the built pages says of this deployment')
    .action(async (folder: string) => {
      const file = `${folder.replace(/\/$/, '')}/config.json`
      const faults = deploymentFaults(await read(file))
      if (faults.length > 0) throw new Failure(`pages would pass over ${file}`, faults)
      print(`${file} is as pages read it\n`)
    })
}
