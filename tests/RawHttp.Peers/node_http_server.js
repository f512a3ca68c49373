// Reads requests with Node's http module: prints its port, serves until standard input ends.
'use strict';

const http = require('http');

function read(request, octets) {
  const [target, host] = [request.url, request.headers.host ?? ''].map((text) => Buffer.from(text, 'latin1').toString('hex'));
  return `${request.method} ${target} ${host} ${octets} `;
}

const server = http.createServer((request, response) => {
  let octets = 0;
  request.on('data', (data) => { octets += data.length; });
  // A body that is cut off or malformed ends otherwise; Node then answers by itself.
  request.on('end', () => {
    response.setHeader('Read', read(request, octets));
    response.end();
  });
});

// Without a listener, Node closes the connection of every CONNECT.
server.on('connect', (request, socket) => {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 200 OK\r\nRead: ${read(request, 0)}\r\n\r\n`);
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
