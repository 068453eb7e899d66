import { laterPage } from './fetch-later.ts'

export const HandOverArrival = laterPage('handOver')
export const WatchPage = laterPage('watch')
