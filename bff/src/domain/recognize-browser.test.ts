import { expect, test } from 'vitest'
import { recognizeBrowser } from './recognize-browser.ts'

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const android = 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'

test.each([
  [`${iPhone} Version/18.5 Mobile/15E148 Safari/604.1`, 'iphone', 'safari'],
  [`${iPhone} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`, 'iphone', 'chrome'],
  [`${iPhone} FxiOS/141.0 Mobile/15E148 Safari/605.1.15`, 'iphone', 'firefox'],
  [`${iPhone} EdgiOS/140.0.0.0 Version/18.0 Mobile/15E148 Safari/604.1`, 'iphone', 'edge'],
  // An app's own web view.
  [`${iPhone} Mobile/15E148`, 'iphone', 'other'],
  [`${iPhone.replaceAll('iPhone', 'iPad')} Version/18.5 Mobile/15E148 Safari/604.1`, 'ipad', 'safari'],
  [`${android} Chrome/140.0.0.0 Mobile Safari/537.36`, 'android', 'chrome'],
  [`${android} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`, 'android', 'samsung'],
  [`${android} Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0.0.0`, 'android', 'edge'],
  ['Mozilla/5.0 (Android 16; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0', 'android', 'firefox'],
  [`${windows} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'windows', 'edge'],
  [`${windows} Chrome/140.0.0.0 Safari/537.36`, 'windows', 'chrome'],
  [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, 'mac', 'safari'],
  [`${mac} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36`, 'mac', 'chrome'],
  ['curl/8.14.1', 'other', 'other'],
  ['', 'other', 'other'],
])('%s is %s with %s', (userAgent, device, browser) => {
  expect(recognizeBrowser(userAgent)).toEqual({ device, browser })
})
