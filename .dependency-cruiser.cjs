// Which way imports point (CONTRIBUTING.md). Each rule says why, so that its failure teaches.
// Type-only imports count as imports: a type is knowledge, too.

/** Tests and what only they use: they may reach for more than the code they test. */
const tests = String.raw`\.(test|property\.test|docs\.test|test-d|suite|spec)\.tsx?$|/testing/|/ports/(store-fixtures|store-under-test|durations)\.ts$|/adapters/store-suites\.ts$`
const npm = String.raw`(^|/)node_modules/`
const libraries = (...names) => `${npm}(${names.join('|')})(/|$)`

/** What a process on a machine of its own has, and an edge runtime has not. */
const atHome = String.raw`^(node:)?(child_process|cluster|fs|fs/promises|http|https|http2|inspector|os|process|sqlite|tls|worker_threads)$|${npm}(@hono/node-server|@opentelemetry|commander|ldapts|nodemailer|pino)(/|$)`

/** A zone that may import itself, `shared` and what is named, and nothing else. */
const zone = (name, path, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path, pathNot: tests },
  to: { pathNot: [path, '^shared/src/', ...allowed] },
})

/** A library that only these files may import. */
const door = (library, files, comment) => ({
  name: `one-door-for-${library.replaceAll(/[^a-z]+/g, '-').replace(/^-/, '')}`,
  comment,
  severity: 'error',
  from: { path: '^(bff|web|shared)/', pathNot: [...files, String.raw`\.(test|suite)\.tsx?$`, '^bff/src/testing/'] },
  to: { path: library.startsWith('node:') ? `^(${library})$` : libraries(library) },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other are one idea in two files: join them, or let both import a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-is-found',
      comment: 'The path leads nowhere. An import that is not found is not checked by the rules below either.',
      severity: 'error',
      from: { pathNot: '^scripts/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'nothing-is-left-over',
      comment:
        'No root leads here: neither the product nor the demo, a script or a test’s world needs this file. A test of its own does not make it needed.',
      severity: 'error',
      from: {
        path: String.raw`^bff/src/(main|muster|edge|relay)\.ts$|^web/src/(main\.tsx|boot\.ts)$|^web/(build|worker)/|^demo/src/main\.ts$|^(e2e|attack|bench|scripts)/|/testing/|^demo/.*\.test\.ts$`,
      },
      to: {
        path: String.raw`^(shared|bff|web|demo)/src/.*\.tsx?$`,
        pathNot: [tests, String.raw`^(bff|web|demo)/src/(main|muster|edge|relay|boot)\.tsx?$`],
        reachable: false,
      },
    },
    {
      name: 'runtime-needs-no-dev-dependency',
      comment: 'What runs in production stands under "dependencies".',
      severity: 'error',
      from: { path: '^(bff|web|shared)/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: libraries('@types') },
    },
    {
      name: 'nothing-imports-tests',
      comment:
        'Code that runs in production must not lean on what only tests need. web/src/main.tsx loads the development world by itself, and no build contains it.',
      severity: 'error',
      from: { pathNot: [tests, '^(demo|e2e|attack|bench|scripts)/', String.raw`^web/src/main\.tsx$`] },
      to: { path: tests },
    },
    {
      name: 'nothing-imports-a-root',
      comment: 'main, muster, edge and relay put the parts together and start them; importing one would start it.',
      severity: 'error',
      from: { pathNot: String.raw`\.test\.tsx?$` },
      to: { path: String.raw`^(bff/src/(main|muster|edge|relay)\.ts|web/src/(main\.tsx|boot\.ts)|demo/src/main\.ts)$` },
    },

    zone(
      'shared-is-words',
      '^shared/src/',
      [libraries('zod')],
      'The contract is read by the browser and the server alike: words and zod/mini, nothing that only one of them has.',
    ),
    zone(
      'domain-is-pure',
      '^bff/src/domain/',
      [],
      'The rules import no library, not even Node’s: they are tested without one, and nothing but a rule can change them.',
    ),
    zone(
      'ports-are-the-domains-words',
      '^bff/src/ports/',
      ['^bff/src/domain/'],
      'A port is what a use case needs, in the domain’s words; a library’s type in it would bind every adapter to that library.',
    ),
    {
      name: 'ports-are-types',
      comment:
        'A port has no behaviour: it takes types from the domain. Behaviour goes to the domain or to an adapter.',
      severity: 'error',
      from: { path: '^bff/src/ports/', pathNot: tests },
      to: { path: '^bff/src/domain/|^shared/src/', dependencyTypesNot: ['type-only'] },
    },
    zone(
      'use-cases-ask-ports',
      '^bff/src/use-cases/',
      ['^bff/src/(ports|domain)/', libraries('hono') + 'dist/(types/)?helper/html/'],
      'A use case asks ports and advances the machine; an adapter in it would tie a rule to a vendor. The one library is hono/html, with which compose-mail escapes what goes into a mail.',
    ),
    zone(
      'adapters-implement-ports',
      '^bff/src/adapters/',
      ['^bff/src/(ports|domain|migrations|messages)/', npm, '^(node:)?[a-z/_]+$'],
      'An adapter turns one library into a port and knows the domain’s words and pure rules. Who calls it, over HTTP or from a use case, is none of its business.',
    ),
    zone(
      'migrations-are-sql',
      '^bff/src/migrations/',
      [libraries('kysely')],
      'An old migration must run unchanged for ever: it must not change with a type or a rule.',
    ),
    zone(
      'http-calls-use-cases',
      '^bff/src/http/',
      ['^bff/src/(use-cases|ports|domain)/', libraries('hono', 'zod', 'ipaddr\\.js')],
      'A route is one line: path and use case. It gets its adapters handed in as ports.',
    ),
    {
      name: 'http-takes-ports-as-types',
      comment:
        'Routes know what a port looks like, never which one it is. (The error of an unreachable store is told to the browser as 503.)',
      severity: 'error',
      from: { path: '^bff/src/http/', pathNot: tests },
      to: { path: '^bff/src/ports/', pathNot: String.raw`store-unavailable\.ts$`, dependencyTypesNot: ['type-only'] },
    },
    zone(
      'cli-works-on-the-store',
      '^bff/src/cli/',
      [
        '^bff/src/(ports|domain)/',
        String.raw`^bff/src/adapters/(account-file|key-rotation|keys|permitted-hosts|sql-(open|store)|store-backup|store-restore)\.ts$`,
        libraries('commander', 'csv-stringify'),
        '^(node:)?[a-z/_]+$',
        String.raw`^bff/src/adapters/relay-(calls|files|line|rotation|wire)\.ts$`,
      ],
      'The operator’s commands work on the store as the server does, and know nothing of HTTP or a person’s sign-in. A relay’s keys and its check are the operator’s too.',
    ),
    {
      name: 'the-portal-runs-at-the-edge',
      comment:
        'What every runtime shares, and what runs in workerd, keeps no files and no loops: no library and no module of Node’s that is not there.',
      severity: 'error',
      from: { path: String.raw`^bff/src/(portal|edge)\.ts$` },
      to: { reachable: true, path: atHome },
    },
    {
      name: 'the-simulated-portal-runs-in-browsers',
      comment: '`pnpm dev` runs the real back end inside the page. Nothing it needs may reach for Node.',
      severity: 'error',
      from: { path: String.raw`^bff/src/testing/simulated-portal\.ts$` },
      to: {
        reachable: true,
        path: String.raw`^(node:)?(${require('node:module')
          .builtinModules.filter((name) => !name.startsWith('_'))
          .join('|')})$`,
      },
    },

    {
      name: 'back-end-knows-no-demo',
      comment:
        'The demo and the end-to-end tests simulate what surrounds the product; the product must not know that they exist.',
      severity: 'error',
      from: { path: '^(bff|web|shared)/', pathNot: String.raw`\.test\.tsx?$` },
      to: { path: '^(demo|e2e|attack|bench)/' },
    },
    {
      name: 'demo-uses-the-product-from-outside',
      comment:
        'A simulator that shares the product’s code would agree with its mistakes. It may write account files and keys, and draw references, as an operator’s tools do. The words on the pages are the catalog’s: another word is no other behaviour.',
      severity: 'error',
      from: { path: '^(demo|e2e|attack|bench)/', pathNot: String.raw`\.(test|suite)\.ts$` },
      to: {
        path: '^(bff|web)/src/',
        pathNot: String.raw`^bff/src/adapters/(account-file|account-shape|keys|system)\.ts$|^web/src/messages/en/\w+\.json$`,
      },
    },

    zone(
      'web-api-is-the-wire',
      '^web/src/api/',
      [libraries('react', '@types/react', '@tanstack/react-query', 'zod')],
      'Calls and what is kept of their answers: no words, no looks.',
    ),
    zone(
      'web-ui-is-looks',
      '^web/src/ui/',
      ['^web/src/messages/', libraries('react', '@types/react')],
      'Controls know nothing of enrollment: another page of ours could use them.',
    ),
    zone(
      'web-entra-is-msal',
      '^web/src/entra/',
      [libraries('@azure/msal-browser', 'react', '@types/react')],
      'The way to Microsoft and back, loaded on demand: what it imports is loaded with it.',
    ),
    zone(
      'web-messages-are-words',
      '^web/src/messages/',
      [libraries('react', '@types/react', '@messageformat/runtime')],
      'Every visible word, in which language they are said, and nothing else.',
    ),
    zone(
      'web-browser-is-a-table',
      '^web/src/browser/',
      [libraries('zod')],
      'What the browser at hand can and cannot do: rules, without words or looks.',
    ),
    zone(
      'web-steps-show',
      '^web/src/steps/',
      ['^web/src/(api|browser|ui|entra|messages)/', libraries('react', '@types/react', '@tanstack/react-query')],
      'A page shows a step and sends a submission. Where it goes next the server says.',
    ),
    {
      name: 'only-entra-pages-go-to-entra',
      comment: 'The other pages must work without Microsoft, and load without its library.',
      severity: 'error',
      from: { path: '^web/src/steps/', pathNot: [tests, String.raw`/entra-(sign-in|arrival|return)-page\.tsx$`] },
      to: { path: '^web/src/entra/' },
    },
    {
      name: 'steps-do-not-import-each-other',
      comment:
        'Which step follows which is the server’s to say; a page that imports a page knows the order. The tables of pages do the choosing.',
      severity: 'error',
      from: { path: String.raw`^web/src/steps/[^/]+-page\.tsx$` },
      to: { path: String.raw`^web/src/steps/[^/]+-page\.tsx$`, pathNot: String.raw`/(ended|trouble)-page\.tsx$` },
    },
    {
      name: 'web-knows-no-back-end',
      comment:
        'A rule that the browser may not be trusted with must not be in its bundle. web/src/testing is the one bridge, for development and tests.',
      severity: 'error',
      from: { path: '^web/', pathNot: ['^web/src/testing/', String.raw`\.test\.tsx?$`] },
      to: { path: '^bff/' },
    },
    {
      name: 'the-bridge-is-narrow',
      comment: 'Development and tests run the real app over memory ports; they reach for no other part of it.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^bff/', pathNot: String.raw`^bff/src/(testing/|adapters/memory-|http/app\.ts$)` },
    },

    door(
      'ldapts',
      [String.raw`^bff/src/adapters/ldap-connection\.ts$`],
      'One file opens connections to a directory, with their limits and their TLS; everything else speaks to the directory port.',
    ),
    door(
      'nodemailer',
      [String.raw`^bff/src/adapters/smtp-mailer\.ts$`],
      'One file speaks SMTP: header injection, TLS and time-outs are settled there.',
    ),
    door(
      'intl-messageformat',
      [String.raw`^bff/src/adapters/mail-words\.ts$`],
      'One file interprets the messages of mails; the rest says which message and with what.',
    ),
    door(
      'jose',
      [String.raw`^bff/src/adapters/(entra-[a-z-]+|signed-token|relay-(keys|signature|seal))\.ts$`],
      'Tokens are checked in one place, for everything that must be checked.',
    ),
    door(
      'csv-stringify',
      [String.raw`^bff/src/cli/audit-csv\.ts$`],
      'One file writes CSV, in which no cell is a formula.',
    ),
    door(
      '@opentelemetry',
      [
        String.raw`^bff/src/adapters/(meter|metrics|otlp|process-metrics|spans|store-metrics)\.ts$`,
        String.raw`^bff/src/telemetry\.ts$`,
      ],
      'What measures goes around the ports, where the parts are put together: a rule or a use case that knew of it could not be read without.',
    ),
    door(
      'pg',
      [String.raw`^bff/src/adapters/postgres-(batch|dialect)\.ts$`],
      'The dialect speaks with PostgreSQL; the rest writes for both engines.',
    ),
    door(
      'node:sqlite',
      [String.raw`^bff/src/adapters/sqlite-(dialect|copy)\.ts$`],
      'One file opens SQLite, with the pragmas that make it durable, and one copies whole files of it; the rest writes for both engines.',
    ),
    door(
      'kysely',
      [String.raw`^bff/src/adapters/(sql-[a-z-]+|(postgres|sqlite)-dialect)\.ts$`, '^bff/src/migrations/'],
      'SQL is written in the store only, so that every query takes its account along.',
    ),
    door(
      'hono',
      [
        '^bff/src/http/',
        String.raw`^bff/src/(serve|static-pages|main|edge|relay)\.ts$`,
        String.raw`^bff/src/use-cases/compose-mail\.ts$`,
        String.raw`^bff/src/adapters/metrics\.ts$`,
      ],
      'The HTTP framework stays in the HTTP folder.',
    ),
    door(
      '@azure/msal-browser',
      [String.raw`^web/src/entra/msal\.ts$`],
      'It weighs as much as the rest of the page: it is loaded when the browser leaves for Microsoft.',
    ),
    {
      name: 'only-the-flow-navigates',
      comment: 'Steps have no URL: no page navigates.',
      severity: 'error',
      from: { path: '^web/src/[a-z]+/' },
      to: { path: String.raw`^web/src/browser-history\.tsx$` },
    },
    {
      name: 'the-contract-stays-behind',
      comment:
        'Schemas of what is sent, and lists of problems, are the server’s to check: pages import the calls of web/src/api/calls.ts.',
      severity: 'error',
      from: { path: '^web/src/', pathNot: tests },
      to: {
        path: String.raw`^shared/src/(contract|hand-over-contract|submission)\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    },
    door('msw', ['^web/src/testing/', String.raw`^web/vite\.config\.ts$`], 'Mocks are for development and tests.'),
  ],
  options: {
    // TypeScript's own reading, before it drops what is only a type
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
