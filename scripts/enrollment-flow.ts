import { readFileSync, writeFileSync } from 'node:fs'
import { routes } from '../shared/src/contract.ts'
import type { Workflow } from '../shared/src/vocabulary.ts'
import { type Edge, flowOf } from './flow-edges.ts'

/** Draws `docs/enrollment-flow.md` from the machine itself; `--check` fails when the page is stale. */
const page = new URL('../docs/enrollment-flow.md', import.meta.url)

const identifier = (kind: string): string => kind.replaceAll('-', '_')

const diagram = (edges: readonly Edge[]): string => {
  const arrows = Map.groupBy(
    edges.filter(({ renaming }) => !renaming),
    ({ from, to }) => `${identifier(from)} --> ${identifier(to)}`,
  )
  const pages = [...new Set(edges.flatMap(({ from, to }) => [from, to]))]
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...pages.map((kind) => `    state "${kind}" as ${identifier(kind)}`),
    `    [*] --> ${identifier(edges[0]?.from ?? '')}`,
    ...[...arrows].map(([arrow, same]) => `    ${arrow} : ${[...new Set(same.map(({ event }) => event))].join(', ')}`),
    ...pages.filter((kind) => kind === 'enrolled' || kind === 'refused').map((kind) => `    ${kind} --> [*]`),
    '```',
  ].join('\n')
}

const table = (edges: readonly Edge[]): string =>
  [
    '| Page | Submission | What happened | Where | Next page |',
    '|---|---|---|---|---|',
    ...edges
      .filter(({ renaming }) => !renaming)
      .map(
        ({ from, submission, event, where, to, note }) =>
          `| ${from} | ${submission} | ${event} | ${where} | ${to}${note} |`,
      ),
  ].join('\n')

const anew = (edges: readonly Edge[]): string => {
  const pages = [...new Set(edges.filter(({ renaming }) => renaming).map(({ from }) => `\`${from}\``))]
  return `Changing the name: ${pages.join(', ')} take the submission \`${edges[0]?.submission}\` too, with the same outcome as on the first page; every proof is dropped.`
}

const workflow = (name: Workflow): string => {
  const edges = flowOf(name)
  return [`## ${name === 'new' ? 'New' : 'Existing'} workflow`, diagram(edges), table(edges), anew(edges)].join('\n\n')
}

const problems = (): string =>
  [
    '| Submission | Problems of its own |',
    '|---|---|',
    ...Object.values(routes)
      .filter(({ method, name }) => method === 'POST' && name !== 'open')
      .map(
        ({ path, problems: own }) =>
          `| ${path.replace('/api/enrollment/', '')} | ${own.map((code) => `\`${code}\``).join(', ') || 'none'} |`,
      ),
  ].join('\n')

const drawn = `# The enrollment flow

Drawn by \`node scripts/enrollment-flow.ts\` from \`bff/src/domain/transition.ts\`, by playing every event at every page of
every account of the tables. Do not edit: \`pnpm check\` fails when this page and the machine differ.

Every page but \`enrolled\` and \`refused\` becomes \`expired\` when its time is over, and \`refused\` (\`account-closed\`) when the
account closes. Whoever has proven nothing yet goes on at the first page when the account changes its workflow.
*Start over* leaves every page, and drops every proof.

${workflow('existing')}

${workflow('new')}

## What leaves the page as it is

Besides the general problems of the contract, which any call may answer:

${problems()}

With \`password-expired\` and \`password-must-change\` the page becomes \`new-password\` where the account allows changing it;
with \`token-rejected\` and \`identity-mismatch\` it stays, with a fresh nonce. Where the account lets who signed in
begin anew, \`identity-mismatch\` says in \`restartAs\` under which name: \`identity\` takes it.
`

if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== drawn) {
    console.error('docs/enrollment-flow.md is stale: run `node scripts/enrollment-flow.ts`')
    process.exitCode = 1
  }
} else {
  writeFileSync(page, drawn)
}
