// Loaded before the portal (`node --import`), to tell what TLS and a directory's kind of name cost: the portal itself
// speaks to directories over LDAPS alone and to mail servers over TLS alone. To the ports of MUSTER_BENCH_PLAIN it here
// speaks in the clear; MUSTER_BENCH_DN makes a principal name the DN that slapd wants of a bind.
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'
import { Client } from 'ldapts'

const plain = (process.env['MUSTER_BENCH_PLAIN'] ?? '').split(',').filter(Boolean).map(Number)
const dn = process.env['MUSTER_BENCH_DN']

const encrypted = tls.connect
/** As far as the portal and its libraries use it: options, and a function that hears of the handshake's end. */
const connect = (options: tls.ConnectionOptions, ready?: () => void): net.Socket => {
  if (!plain.includes(Number(options.port))) return encrypted(options, ready)
  const socket = net.connect({ host: options.host ?? '127.0.0.1', port: Number(options.port) })
  if (ready !== undefined) socket.once('secureConnect', ready)
  socket.once('connect', () => socket.emit('secureConnect'))
  return socket
}
Object.assign(tls, { connect })
syncBuiltinESMExports()

if (dn !== undefined) {
  const bind = Client.prototype.bind
  Client.prototype.bind = function bindByDn(name, ...rest) {
    const [user = '', suffix] = String(name).split('@')
    return Reflect.apply(bind, this, [suffix === undefined ? name : `uid=${user},${dn}`, ...rest])
  }
}
