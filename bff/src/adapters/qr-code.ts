import { encode } from 'uqr'
import type { RenderQr } from '../ports/hand-off.ts'

/**
 * One mask for all: trying the eight (ISO/IEC 18004 section 7.8) is most of the work, and a fifth of an enrollment's. It
 * keeps data from looking like the finder patterns, which ids in a link do not; readers read the mask from the code.
 */
const options = { border: 0, maskPattern: 3 } as const
/** Modules. */
const margin = 2

/** Dark modules side by side are one rectangle: a quarter of the bytes of a square for each, which a phone has to fetch. */
const pathOf = (rows: readonly (readonly boolean[])[]): string => {
  let path = ''
  for (const [y, row] of rows.entries())
    for (let x = row.indexOf(true); x !== -1;) {
      const light = row.indexOf(false, x)
      const end = light === -1 ? row.length : light
      path += `M${x},${y}h${end - x}v1H${x}z`
      x = row.indexOf(true, end)
    }
  return path
}

export const renderQr: RenderQr = (url) => {
  const { data, size } = encode(url, options)
  const side = size + 2 * margin
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-margin},${-margin},${side},${side}" shape-rendering="crispEdges"><rect x="${-margin}" y="${-margin}" width="${side}" height="${side}" fill="white"/><path d="${pathOf(data)}"/></svg>`
  return `data:image/svg+xml,${encodeURI(picture)}`
}
