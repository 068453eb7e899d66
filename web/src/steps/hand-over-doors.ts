import { laterPage } from './fetch-later.tsx'

export const HandOverArrival = laterPage('handOver')
export const WatchPage = laterPage('watch')
