/** What stands in development's own files and nowhere else, each with the file that has it. */
export const markers: readonly { readonly text: string; readonly of: string }[] = [
  { text: 'muster-dev-panel', of: 'web/src/testing/dev/panel.tsx' },
  { text: 'muster.dev-choice', of: 'web/src/testing/dev/choice.ts' },
  { text: 'Hotel Wi-Fi', of: 'web/src/testing/dev/faults.ts' },
  { text: 'Branded & Sons', of: 'web/src/testing/dev/accounts.ts' },
  { text: 'onUnhandledFrame', of: 'web/src/testing/dev-world.ts' },
  { text: 'Directory-1!', of: 'bff/src/testing/example-world.ts' },
  { text: 'mockServiceWorker', of: 'web/node_modules/msw/package.json' },
]

/** A file, its path from where it is looked for. */
export type TextFile = { readonly path: string; readonly text: string }

/** Built files that tell of the development world, or have its name. */
export const developmentIn = (built: readonly TextFile[]): readonly string[] =>
  built.flatMap(({ path, text }) =>
    markers
      .filter((marker) => path.includes(marker.text) || text.includes(marker.text))
      .map((marker) => `${path}: "${marker.text}" is development's alone (${marker.of})`),
  )

/** Markers that have left their file would be found nowhere, whatever was built. */
export const lostMarkers = (sources: readonly TextFile[]): readonly string[] =>
  markers
    .filter(({ of, text }) => sources.find(({ path }) => path === of)?.text.includes(text) !== true)
    .map(({ of, text }) => `${of}: "${text}" is not there any more; name something that is`)
