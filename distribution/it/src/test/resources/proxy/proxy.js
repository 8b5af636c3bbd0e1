// A proxy that speaks TLS in front of a daemon that does not, as people put one there: node proxy.js CERTIFICATE KEY HOST PORT
// Prints the port it listens on; ends with its input.
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');

const [certificate, key, host, port] = process.argv.slice(2);
const forwarded = (request) => ({
  host, port, path: request.url, method: request.method,
  headers: {...request.headers, 'x-forwarded-for': request.socket.remoteAddress, 'x-forwarded-proto': 'https',
    'x-forwarded-host': request.headers.host},
});
const server = https.createServer({cert: fs.readFileSync(certificate), key: fs.readFileSync(key)}, (request, response) => {
  const asked = http.request(forwarded(request), (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  request.pipe(asked);
});
server.on('upgrade', (request, socket, first) => {
  const asked = http.request(forwarded(request));
  asked.on('error', () => socket.destroy());
  asked.on('response', (answer) => {
    socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n\r\n`);
  });
  asked.on('upgrade', (answer, upstream, head) => {
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n`);
    socket.write(head);
    upstream.write(first);
    upstream.pipe(socket).pipe(upstream);
    for (const end of [socket, upstream]) {
      end.on('error', () => { socket.destroy(); upstream.destroy(); });
    }
  });
  asked.end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
