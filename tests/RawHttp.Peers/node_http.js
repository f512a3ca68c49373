// Reads responses with Node's http module: one request a line on standard input, one JSON answer a line.
'use strict';

const crypto = require('crypto');
const http = require('http');
const readline = require('readline');

const timeLimit = 5000;
const port = Number(process.argv[2]);

function ask(method, name) {
  return new Promise((resolve) => {
    const answer = { outcome: 'refused', reason: '', status: -1, interim: 0, fields: -1, complete: false };
    const body = [];
    let parseError = null;
    let otherError = null;
    let response = null;
    let tunnelled = false;
    let settled = false;

    const request = http.request({
      host: '127.0.0.1',
      port,
      method,
      path: method === 'CONNECT' ? `${name}:80` : `/${name}`,
      agent: false,
      insecureHTTPParser: false,
    });

    function settle(changes) {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      const bytes = Buffer.concat(body);
      answer.length = bytes.length;
      answer.sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
      resolve(Object.assign(answer, changes));
      request.destroy();
    }

    function tunnel(res, socket, head) {
      tunnelled = true;
      answer.status = res.statusCode;
      answer.fields = res.rawHeaders.length / 2;
      let follow = head.length;
      socket.on('data', (data) => { follow += data.length; });
      socket.on('error', (error) => { otherError = error; });
      socket.on('end', () => socket.end());
      socket.on('close', () => settle(otherError
        ? { reason: describe(otherError) }
        : { outcome: 'read', complete: true, tunnel: follow }));
    }

    const timer = setTimeout(() => settle({ outcome: 'timeout' }), timeLimit);

    request.on('information', () => { answer.interim += 1; });
    request.on('upgrade', tunnel);
    request.on('connect', tunnel);
    request.on('response', (res) => {
      response = res;
      answer.status = res.statusCode;
      answer.fields = res.rawHeaders.length / 2;
      res.on('data', (data) => body.push(data));
      res.on('error', (error) => { otherError = error; });
    });
    request.on('error', (error) => {
      if (String(error.code).startsWith('HPE_')) parseError = error;
      else otherError = error;
    });

    // Everything is known when the request closes, save an 'end' that is still on its way.
    request.on('close', () => setImmediate(() => {
      if (tunnelled) return;
      answer.complete = response !== null && response.complete;
      if (parseError !== null) settle({ reason: describe(parseError) });
      else if (response === null) settle({ reason: describe(otherError) });
      else settle({ outcome: 'read', reason: otherError === null ? '' : describe(otherError) });
    }));

    request.end();
  });
}

function describe(error) {
  if (error === null) return 'closed without a word';
  const text = error.reason || error.message;
  return error.code ? `${error.code}: ${text}` : text;
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [method, name] = line.split(' ');
    process.stdout.write(`${JSON.stringify(await ask(method, name))}\n`);
  }
}

main();
