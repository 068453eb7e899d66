// A mail server that takes everything and keeps nothing, in a process of its own; without a wait in its greeting. What it
// takes it tells its parent: `{ to, code }`. Its first word are its ports.
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, createSecureContext, TLSSocket } from 'node:tls'

const identity = { cert: process.env['SINK_CERTIFICATE'] ?? '', key: process.env['SINK_KEY'] ?? '' }
const context = createSecureContext(identity)

const codeIn = /^subject:[^\r]*?\b(\d{8})\b/im
const recipientIn = /<([^>]+)>/

/** Answers one connection's commands, as many at once as come (RFC 2920). `mayEncrypt`: STARTTLS is offered. */
const serve = (socket: Socket, mayEncrypt: boolean, greets = true): void => {
  let text = ''
  let to = ''
  let inData = false
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  const command = (line: string): void => {
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return say(`250-sink\r\n250-PIPELINING\r\n${mayEncrypt ? '250-STARTTLS\r\n' : ''}250 8BITMIME`)
      case 'STAR':
        say('220 go on')
        socket.removeAllListeners('data')
        return serve(new TLSSocket(socket, { isServer: true, secureContext: context }), false, false)
      case 'RCPT':
        to = recipientIn.exec(line)?.[1] ?? ''
        return say('250 ok')
      case 'DATA':
        inData = true
        return say('354 go on')
      case 'QUIT':
        say('221 bye')
        return void socket.end()
      default:
        return say('250 ok')
    }
  }
  // Three answers to pipelined commands are three writes: the second would wait 40 ms for the first to be acknowledged.
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (;;) {
      const end = inData ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n')
      if (end === -1) return
      const piece = text.slice(0, end)
      text = text.slice(end + (inData ? 5 : 2))
      if (!inData) command(piece)
      else {
        inData = false
        say('250 taken')
        process.send?.({ to, code: codeIn.exec(piece)?.[1] })
      }
    }
  })
  if (greets) say('220 sink')
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP port'))
      else resolve(address.port)
    })
  })

const ports = await Promise.all([
  listening(createServer((socket) => serve(socket, false))),
  listening(createServer((socket) => serve(socket, true))),
  listening(createTlsServer(identity, (socket) => serve(socket, false))),
])
process.send?.({ ports })
process.once('disconnect', () => process.exit(0))
