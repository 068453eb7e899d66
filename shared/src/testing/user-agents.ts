import type { Signs, Surroundings } from '../surroundings.ts'

/** A browser as somebody met it. `source`: who published it. */
export type Seen = { readonly name: string; readonly source: string; readonly signs: Signs; readonly is: Surroundings }

const detector = 'matomo-org/device-detector 3856a28, Tests/fixtures'
const playwright = '@playwright/test 1.65.1, device descriptors'

const apple = (device: string, rest: string): string =>
  `Mozilla/5.0 (${device} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${rest}`
const chrome = (device: string, rest: string): string =>
  `Mozilla/5.0 (${device}) AppleWebKit/537.36 (KHTML, like Gecko) ${rest}`
const mac = (rest: string): string =>
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) ${rest}`

const safariOnIos = { kind: 'browser', system: 'ios', browser: 'safari' } as const
const ios = (browser: Extract<Surroundings, { kind: 'browser' }>['browser']) =>
  ({ kind: 'browser', system: 'ios', browser }) as const
const app = (name: Extract<Surroundings, { kind: 'app' }>['app'], system: 'ios' | 'android') =>
  ({ kind: 'app', system, app: name }) as const
const on = (
  system: Extract<Surroundings, { kind: 'browser' }>['system'],
  browser: Extract<Surroundings, { kind: 'browser' }>['browser'],
) => ({ kind: 'browser', system, browser }) as const

/** Browsers and apps of today and some years before, with what they are. */
// A row a browser is read across:
// oxfmt-ignore
export const seen: readonly Seen[] = [
  // Safari. A page in an app's SFSafariViewController gets just this, and takes profiles as well (duckduckgo/iOS issue 830).
  { name: 'Safari on iOS 26', source: detector, is: safariOnIos, signs: { userAgent: apple('iPhone; CPU iPhone OS 18_7', 'Version/27 Mobile/15E148 Safari/604.1'), touchPoints: 5 } },
  { name: 'Safari on an iPad', source: detector, is: safariOnIos, signs: { userAgent: apple('iPad; CPU OS 18_7', 'Version/26.5 Mobile/15E148 Safari/604.1'), touchPoints: 5 } },
  { name: 'Safari on an iPad that asks for desktop pages', source: 'gist.github.com/Matt-Jensen/f9d1888d611b044f96287434de4a0dbb', is: safariOnIos, signs: { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_4) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1 Safari/605.1.15', touchPoints: 5 } },
  { name: 'Safari on a Mac', source: playwright, is: on('mac', 'safari'), signs: { userAgent: mac('Version/27.2 Safari/605.1.15'), touchPoints: 0 } },

  // Other browsers on iOS: WebKit beneath, another name on top
  { name: 'Chrome on iOS', source: detector, is: ios('chrome'), signs: { userAgent: apple('iPhone; CPU iPhone OS 18_3_2', 'CriOS/135.0.7049.53 Mobile/15E148 Safari/604.1') } },
  { name: 'Chrome on an iPad that asks for desktop pages', source: 'chromium, ios/web/common/user_agent.mm', is: ios('chrome'), signs: { userAgent: mac('CriOS/135 Version/11.1.1 Safari/605.1.15'), touchPoints: 5 } },
  { name: 'Edge on an iPad', source: 'docs.rs/fungus 0.0.73, net::agent', is: ios('edge'), signs: { userAgent: apple('iPad; CPU OS 12_3_1', 'Version/12.0 EdgiOS/44.5.3 Mobile/15E148 Safari/605.1.15') } },
  { name: 'Edge on iOS, the first', source: detector, is: ios('edge'), signs: { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_2 like Mac OS X) AppleWebKit/603.2.4 (KHTML, like Gecko) Mobile/14F89 Safari/603.2.4 EdgiOS/41.1.35.1' } },
  { name: 'Firefox on iOS', source: 'hotoo/detector issue 114', is: ios('firefox'), signs: { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_1 like Mac OS X) AppleWebKit/603.1.30 (KHTML, like Gecko) FxiOS/7.3b2772 Mobile/14E304 Safari/603.1.30' } },
  // Some versions of Firefox called themselves Safari there (bowser-js/bowser issue 401): nothing tells those.
  { name: 'Firefox on an iPad that asks for desktop pages', source: 'firefox-ios, Shared/UserAgent.swift', is: ios('firefox'), signs: { userAgent: mac('FxiOS/128.0 Safari/605.1.15'), touchPoints: 5 } },
  { name: 'DuckDuckGo on iOS', source: detector, is: ios('duckduckgo'), signs: { userAgent: apple('iPhone; CPU iPhone OS 18_6_2', 'Version/18.6 Mobile/15E148 Safari/604.1 Ddg/18.6') } },

  // Apps that open links inside of themselves
  { name: 'Facebook on iOS', source: detector, is: app('facebook', 'ios'), signs: { userAgent: apple('iPhone; CPU iPhone OS 17_1_2', 'Mobile/21B101 [FBAN/FBIOS;FBAV/445.0.0.35.117;FBBV/548375166;FBDV/iPhone12,1;FBMD/iPhone;FBSN/iOS;FBSV/17.1.2;FBSS/2;FBID/phone;FBLC/es_LA;FBOP/5;FBRV/550068703]') } },
  { name: 'Facebook on Android', source: detector, is: app('facebook', 'android'), signs: { userAgent: chrome('Linux; Android 11; KST103SD Build/RP1A.201005.001; wv', 'Version/4.0 Chrome/110.0.5481.65 Safari/537.36 [FB_IAB/FB4A;FBAV/401.0.0.24.77;]') } },
  { name: 'Messenger on an iPad', source: detector, is: app('messenger', 'ios'), signs: { userAgent: 'Mozilla/5.0 (iPad; CPU iPad OS 10_3_2 like Mac OS X) AppleWebKit/603.2.4 (KHTML, like Gecko) Mobile/14F89 [FBAN/MessengerForiOS;FBAV/142.0.0.38.63;FBBV/77803202;FBDV/iPad8,2;FBMD/iPad]' } },
  { name: 'Instagram on an iPad', source: detector, is: app('instagram', 'ios'), signs: { userAgent: apple('iPad; CPU OS 13_3_1', 'Mobile/15E148 Instagram 137.0.0.30.124 (iPad7,5; iOS 13_3_1; ru_UA; ru-UA; scale=2.00; 1334x750; 208685371)') } },
  { name: 'Instagram on Android', source: detector, is: app('instagram', 'android'), signs: { userAgent: chrome('Linux; Android 11; M10_3G Build/V5_20211215; wv', 'Version/4.0 Chrome/101.0.4951.61 Safari/537.36 Instagram 233.0.0.13.112 Android (30/11; 160dpi; 800x1232; Multilaser; M10_3G; ML_JI0H_M10_3G; sp7731e_1h10; pt_BR; 367202474)') } },
  { name: 'LinkedIn on iOS', source: detector, is: app('linkedin', 'ios'), signs: { userAgent: apple('iPhone; CPU iPhone OS 16_1_1', 'Mobile/15E148 [LinkedInApp]/9.24.1488') } },
  { name: 'LinkedIn on Android', source: detector, is: app('linkedin', 'android'), signs: { userAgent: chrome('Linux; Android 15; SM-A146P Build/AP3A.240905.015.A2; wv', 'Version/4.0 Chrome/140.0.7339.207 Mobile Safari/537.36 [LinkedInApp]/2.200.63') } },
  { name: 'Teams on an iPad', source: detector, is: app('teams', 'ios'), signs: { userAgent: apple('iPad; CPU OS 14_6', 'Mobile/15E148 TeamsMobile-iOS') } },
  { name: 'Teams on Android', source: detector, is: app('teams', 'android'), signs: { userAgent: chrome('Linux; Android 8.1.0; SM-T595 Build/M1AJQ; wv', 'Version/4.0 Chrome/66.0.3359.126 Safari/537.36 TeamsMobile-Android') } },
  { name: 'WeChat for work on iOS', source: detector, is: app('wechat', 'ios'), signs: { userAgent: apple('iPhone; CPU iPhone OS 18_5', 'Mobile/15E148 wxwork/4.1.39 MicroMessenger/7.0.1 Language/zh ColorScheme/Light wwmver/3.26.38.377') } },
  { name: 'WeChat on Android', source: detector, is: app('wechat', 'android'), signs: { userAgent: chrome('Linux; Android 13; PHF110 Build/RKQ1.211119.001; wv', 'Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20231202 MMWEBID/4213 MicroMessenger/8.0.46.2540(0x28002E3C) WeChat/arm64 Weixin NetType/5G Language/zh_CN ABI/arm64') } },
  { name: 'Line on iOS', source: detector, is: app('line', 'ios'), signs: { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 9_2_1 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Mobile/13D15 Safari Line/5.10.0' } },
  { name: 'Line on Android', source: detector, is: app('line', 'android'), signs: { userAgent: chrome('Linux; Android 15; JMS-L09 Build/AQ3A.241229.001; wv', 'Version/4.0 Chrome/149.0.7827.93 Mobile Safari/537.36 Line/26.9.0/IAB') } },
  { name: 'KakaoTalk on iOS', source: detector, is: app('kakaotalk', 'ios'), signs: { userAgent: apple('iPhone; CPU iPhone OS 13_3', 'Mobile/15E148 KAKAOTALK 8.6.3') } },
  { name: 'Snapchat on iOS', source: detector, is: app('snapchat', 'ios'), signs: { userAgent: apple('iPhone; CPU iPhone OS 13_3', 'Version/13.0.4 Mobile/15E148 Snapchat/11.9.0.45 (like Safari/604.1)') } },
  { name: 'TikTok on Android', source: detector, is: app('tiktok', 'android'), signs: { userAgent: chrome('Linux; Android 11; 6025H_EEA Build/RP1A.200720.011; wv', 'Version/4.0 Chrome/91.0.4472.120 Mobile Safari/537.36 trill_2022003030 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/20.7.5 ByteLocale/en') } },
  { name: 'the Google app on iOS', source: detector, is: app('google', 'ios'), signs: { userAgent: apple('iPhone; CPU iPhone OS 26_0_0', 'GSA/376.0.777690323 Mobile/15E148 Safari/604.1') } },
  { name: 'Outlook on iOS', source: detector, is: app('outlook', 'ios'), signs: { userAgent: 'Outlook-iOS/711.3061168.prod.iphone', platformHint: 'iOS' } },
  { name: 'an app on Android that does not say which', source: detector, is: app('other', 'android'), signs: { userAgent: chrome('Linux; Android 8.1.0; X9 CALL2 Build/O11019; wv', 'Version/4.0 Chrome/123.0.6312.40 Mobile Safari/537.36') } },
  { name: 'an app on iOS that does not say which', source: 'inverse-inc/packetfence issue 2898', is: app('other', 'ios'), signs: { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 11_2_2 like Mac OS X) AppleWebKit/604.4.7 (KHTML, like Gecko) Mobile/15C202' } },

  // Android. A custom tab sends exactly what its browser does.
  { name: 'Chrome on Android, reduced', source: detector, is: on('android', 'chrome'), signs: { userAgent: chrome('Linux; Android 10; K', 'Chrome/147.0.0.0 Mobile Safari/537.36'), platformHint: '"Android"' } },
  { name: 'Chrome on a Galaxy', source: playwright, is: on('android', 'chrome'), signs: { userAgent: chrome('Linux; Android 14; SM-S921U', 'Chrome/159.0.8154.6 Mobile Safari/537.36') } },
  { name: 'Edge on Android', source: detector, is: on('android', 'edge'), signs: { userAgent: chrome('Linux; Android 11; TS-M105G-1', 'Chrome/100.0.4896.88 Safari/537.36 EdgA/100.0.1185.43'), platformHint: '"Android"' } },
  { name: 'Firefox on Android', source: 'hotoo/detector issue 114', is: on('android', 'firefox'), signs: { userAgent: 'Mozilla/5.0 (Android 7.0; Mobile; rv:53.0) Gecko/53.0 Firefox/53.0' } },
  { name: 'Samsung Internet', source: detector, is: on('android', 'samsung'), signs: { userAgent: chrome('Linux; Android 15; SM-X526B', 'SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36') } },
  { name: 'DuckDuckGo on Android', source: detector, is: on('android', 'duckduckgo'), signs: { userAgent: chrome('Linux; Android 13', 'Version/4.0 Chrome/113.0.5672.162 Mobile DuckDuckGo/5 Safari/537.36') } },

  // Desktops. Windows in S mode is not told: no hint has the edition (User-Agent Client Hints 3), and its Edge is Edge.
  { name: 'Edge on Windows', source: playwright, is: on('windows', 'edge'), signs: { userAgent: chrome('Windows NT 10.0; Win64; x64', 'Chrome/159.0.8154.6 Safari/537.36 Edg/159.0.8154.6'), platformHint: '"Windows"' } },
  { name: 'Edge on a Windows tablet', source: detector, is: on('windows', 'edge'), signs: { userAgent: chrome('Windows NT 10.0; Win64; x64', 'Chrome/97.0.4692.71 Safari/537.36 Edg/97.0.1072.66'), touchPoints: 10 } },
  { name: 'Firefox on Windows', source: playwright, is: on('windows', 'firefox'), signs: { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:159.0) Gecko/20100101 Firefox/159.0' } },
  { name: 'Chrome on a Mac', source: detector, is: on('mac', 'chrome'), signs: { userAgent: chrome('Macintosh; Intel Mac OS X 10_9_1', 'Chrome/31.0.1650.63 Safari/537.36'), platformHint: '"macOS"' } },
  { name: 'a Chromebook', source: detector, is: on('chromeos', 'chrome'), signs: { userAgent: chrome('X11; CrOS x86_64 14541.0.0', 'Chrome/135.0.0.0 Safari/537.36'), platformHint: '"Chrome OS"' } },
  { name: 'Chrome on Linux', source: detector, is: on('linux', 'chrome'), signs: { userAgent: chrome('X11; Linux x86_64', 'Chrome/98.0.4758.102 Safari/537.36'), platformHint: '"Linux"' } },
  { name: 'Firefox on Linux', source: detector, is: on('linux', 'firefox'), signs: { userAgent: 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:26.0) Gecko/20100101 Firefox/26.0' } },
  { name: 'nothing', source: 'whoever removes the header', is: { kind: 'unknown' }, signs: { userAgent: '' } },
]
