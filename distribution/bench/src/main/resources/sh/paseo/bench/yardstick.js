// A bare server on Node without any library: what the platform itself costs. It answers /api/health, echoes text over WebSocket, and at
// "emit N" sends N rows, each encoded once, to every client. One argument: the port.
'use strict';
const http = require('http');
const crypto = require('crypto');

const clients = new Set();

function frame(opcode, payload) {
  const head = payload.length < 126 ? Buffer.from([0x80 | opcode, payload.length])
    : payload.length < 65536 ? Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255])
      : Buffer.concat([Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0]), Buffer.from(Uint32Array.of(payload.length).buffer).swap32()]);
  return Buffer.concat([head, payload]);
}

function row(seq, item) {
  return frame(1, Buffer.from(JSON.stringify({type: 'session', message: {type: 'agent_stream', payload: {
    agentId: '00000000-0000-4000-8000-000000000000', event: {type: 'timeline', provider: 'load', item},
    timestamp: new Date().toISOString(), seq, epoch: '00000000-0000-4000-8000-000000000001'}}})));
}

function emit(seq, last) {
  const until = Math.min(last, seq + 99);
  for (; seq <= until; seq++) {
    const bytes = row(seq, {type: 'todo', items: [{text: 'stress-update-' + seq, completed: seq % 2 === 0}]});
    for (const client of clients) client.write(bytes);
  }
  if (seq <= last) setImmediate(emit, seq, last);
}

function take(socket, opcode, payload) {
  if (opcode === 8) return socket.end(frame(8, payload));
  if (opcode === 9) return socket.write(frame(10, payload));
  const told = /^emit (\d+)$/.exec(payload.length < 64 ? payload.toString() : '');
  if (told) emit(1, Number(told[1]) + 1); else socket.write(frame(1, payload));
}

const server = http.createServer((request, response) => {
  const found = request.url === '/api/health';
  const body = JSON.stringify({status: found ? 'ok' : 'not found', timestamp: new Date().toISOString()});
  response.writeHead(found ? 200 : 404, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)});
  response.end(body);
});

server.on('upgrade', (request, socket) => {
  const accept = crypto.createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
    .digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ' + accept + '\r\n\r\n');
  socket.setNoDelay(true);
  clients.add(socket);
  socket.on('close', () => clients.delete(socket));
  socket.on('error', () => socket.destroy());
  let held = Buffer.alloc(0);
  socket.on('data', data => {
    held = held.length ? Buffer.concat([held, data]) : data;
    while (held.length >= 6) {
      const short = held[1] & 127;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      const length = short < 126 ? short : short === 126 ? held.readUInt16BE(2) : Number(held.readBigUInt64BE(2));
      if (held.length < start + 4 + length) return;
      const payload = Buffer.from(held.subarray(start + 4, start + 4 + length));
      for (let i = 0; i < length; i++) payload[i] ^= held[start + (i & 3)];
      const opcode = held[0] & 15;
      held = held.subarray(start + 4 + length);
      take(socket, opcode, payload);
    }
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1');
