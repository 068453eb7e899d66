import { renderSVG } from 'uqr'
import type { RenderQr } from '../ports/hand-off.ts'

export const renderQr: RenderQr = (url) => `data:image/svg+xml,${encodeURIComponent(renderSVG(url, { border: 2 }))}`
