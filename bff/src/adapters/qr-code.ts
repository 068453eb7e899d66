import { renderSVG } from 'uqr'
import type { RenderQr } from '../ports/hand-off.ts'

/**
 * One mask for all: trying the eight (ISO/IEC 18004 section 7.8) is most of the work, and a fifth of an enrollment's. It
 * keeps data from looking like the finder patterns, which ids in a link do not; readers read the mask from the code.
 */
const options = { border: 2, maskPattern: 3 } as const

export const renderQr: RenderQr = (url) => `data:image/svg+xml,${encodeURIComponent(renderSVG(url, options))}`
