/** Over the page only where there is room beside it: on a phone the panel stands beneath, and hides no button. */
export const panelStyle = `
  aside { font: 13px/1.5 ui-monospace, monospace; color: #f4f4f4; }
  aside > details, dialog { box-sizing: border-box; background: #1d1d1f; color: inherit; border: 1px solid #666; padding: .5rem .75rem; }
  @media (width >= 75rem) {
    aside > details { position: fixed; inset-block-end: 0; inset-inline-end: 0; z-index: 9; inline-size: 19rem; max-block-size: 100dvh; overflow: auto; }
    aside > details:not([open]) { inline-size: auto; }
  }
  summary { cursor: pointer; min-block-size: 24px; }
  p { margin: .5rem 0 0; display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: .5rem; align-items: center; }
  p:not(:has(label)) { display: block; }
  select, button { font: inherit; color: inherit; background: #333; border: 1px solid #888; border-radius: 4px; min-block-size: 28px; min-inline-size: 0; }
  button { padding-inline: .6rem; cursor: pointer; }
  :focus-visible { outline: 2px solid #ffd24a; outline-offset: 1px; }
  .row { display: flex; flex-wrap: wrap; gap: .4rem; margin-block-start: .5rem; align-items: center; }
  details details { margin-block-start: .5rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0 0; }
  dialog { max-inline-size: min(26rem, 92vw); }
  dialog::backdrop { background: #000a; }
  h2 { font-size: 1.1em; margin: 0; }
`
