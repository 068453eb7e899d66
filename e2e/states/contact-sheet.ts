/** One picture, as the sheet files it. `file`: beside the sheet. */
export type Picture = {
  readonly page: string
  readonly state: string
  readonly look: string
  readonly language: string
  readonly file: string
  readonly width: number
  readonly height: number
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<"]/g, (sign) => escapes[sign] ?? sign)

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)]

const choice = (name: string, values: readonly string[]): string =>
  `<label>${name} <select name="${name}"><option value="">all</option>${values
    .map((value) => `<option>${escaped(value)}</option>`)
    .join('')}</select></label>`

const figure = ({ page, state, look, language, file, width, height }: Picture): string =>
  `<figure data-page="${escaped(page)}" data-look="${escaped(look)}" data-language="${language}"><a href="${file}"><img loading="lazy" src="${file}" width="${width}" height="${height}" alt="${escaped(`${page}, ${state}, ${look}, ${language}`)}"></a><figcaption>${escaped(state)} · ${escaped(look)} · ${language}</figcaption></figure>`

const styles = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 0; padding: 0 1.5rem 3rem }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 1rem; padding: 1rem 0; background: Canvas }
.row { display: flex; flex-wrap: wrap; align-items: start; gap: 1rem }
figure { margin: 0; inline-size: 15rem }
figure[data-look^="1440"], figure[data-look^="768"], figure[data-look^="844"] { inline-size: 24rem }
figure[hidden], section[hidden] { display: none }
img { inline-size: 100%; block-size: auto; border: 1px solid GrayText; border-radius: 4px }
figcaption { font-size: 13px; overflow-wrap: anywhere }
dialog { max-inline-size: 96vw; max-block-size: 96vh; padding: 0; border: 0 }
dialog img { display: block; inline-size: auto; max-inline-size: 96vw; border: 0 }
`

const script = `
const form = document.querySelector('form')
const dialog = document.querySelector('dialog')
const filter = () => {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== '')
  for (const figure of document.querySelectorAll('figure')) figure.hidden = chosen.some(([name, value]) => figure.dataset[name] !== value)
  for (const section of document.querySelectorAll('section')) section.hidden = section.querySelector('figure:not([hidden])') === null
  document.querySelector('output').value = document.querySelectorAll('figure:not([hidden])').length + ' pictures'
}
form.addEventListener('change', filter)
filter()
document.addEventListener('click', (event) => {
  const link = event.target.closest('figure a')
  if (link === null) { if (dialog.open) dialog.close(); return }
  if (event.ctrlKey || event.metaKey) return
  event.preventDefault()
  dialog.replaceChildren(Object.assign(new Image(), { src: link.href, alt: link.firstChild.alt }))
  dialog.showModal()
})
`

/** All pictures on one page, by page and state, to be opened from the disk: a person chooses what to see. */
export const contactSheet = (pictures: readonly Picture[]): string => {
  const pages = unique(pictures.map(({ page }) => page))
  const sections = pages.map((page) => {
    const ofPage = pictures.filter((each) => each.page === page)
    return `<section><h2>${escaped(page)}</h2><div class="row">${ofPage.map(figure).join('\n')}</div></section>`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Muster, every page in every state</title><style>${styles}</style></head>
<body><h1>Muster, every page in every state</h1>
<form>${choice('page', pages)}${choice('look', unique(pictures.map(({ look }) => look)))}${choice('language', unique(pictures.map(({ language }) => language)))}<output></output></form>
${sections.join('\n')}
<dialog aria-label="Enlarged"></dialog>
<script>${script}</script></body></html>
`
}
