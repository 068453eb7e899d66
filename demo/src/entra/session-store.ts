import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

type Row = { readonly payload: AdapterPayload; readonly expiresAt: number }

/** Keeps what oidc-provider stores (sessions, codes, grants) in memory, each provider for itself. */
export function createSessionStore(): AdapterFactory {
  const rows = new Map<string, Row>()
  let sweptAt = 0
  // Once a minute, so that a load test does not pay for a sweep at every write.
  const sweep = (now: number) => {
    if (now - sweptAt < 60_000) return
    sweptAt = now
    for (const [key, row] of rows) if (row.expiresAt <= now) rows.delete(key)
  }
  const live = (row: Row | undefined) => (row !== undefined && row.expiresAt > Date.now() ? row.payload : undefined)
  const uids = new Map<string, string>()
  return (model): Adapter => ({
    upsert: async (id, payload, expiresIn) => {
      const now = Date.now()
      sweep(now)
      rows.set(`${model}:${id}`, { payload, expiresAt: expiresIn === undefined ? Infinity : now + expiresIn * 1000 })
      if (payload.uid !== undefined) uids.set(`${model}:${payload.uid}`, id)
    },
    find: async (id) => live(rows.get(`${model}:${id}`)),
    findByUid: async (uid) => live(rows.get(`${model}:${uids.get(`${model}:${uid}`)}`)),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const payload = live(rows.get(`${model}:${id}`))
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async (id) => {
      const uid = rows.get(`${model}:${id}`)?.payload.uid
      if (uid !== undefined && uids.get(`${model}:${uid}`) === id) uids.delete(`${model}:${uid}`)
      rows.delete(`${model}:${id}`)
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of rows) if (payload.grantId === grantId) rows.delete(key)
    },
  })
}
