import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { guardedFetch, OutgoingRefused, type OutgoingLimits } from './guarded-fetch.js';

const asked: string[] = [];
let server: Server;
let port: number;

const serve: RequestListener = (request, response) => {
  asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
  if (request.url === '/elsewhere') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  else if (request.url === '/large') response.end(Buffer.alloc(2_000_000));
  else if (request.url === '/trickle') response.write('a');
  else if (request.url === '/silence') return;
  else if (request.url === '/upgrade')
    request.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n');
  else request.pipe(response);
};

beforeAll(async () => {
  server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const near: OutgoingLimits = { hosts: ['127.0.0.1', 'localhost'], reach: 'machine' };
const at = (path: string, host = '127.0.0.1'): string => `http://${host}:${port}${path}`;

describe('an outgoing request', () => {
  test('reaches a host that is named, by name or in figures, with its body', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await guardedFetch(at('/echo', host), { method: 'POST', body: '环保' }, near);
      expect([answer.status, await answer.text()]).toEqual([200, '环保']);
    }
  });

  test.each<[string, string, OutgoingLimits, RegExp]>([
    ['a host that is not named', 'https://other.example/', near, /not on the list/],
    ['a host that only begins alike', 'https://localhost.evil.example/', near, /not on the list/],
    ['what hides a host before an @', 'https://localhost@evil.example/', near, /holds no password/],
    [
      'plain http to another machine',
      'http://idp.example/',
      { hosts: ['idp.example'], reach: 'machine' },
      /only https/,
    ],
    ['plain http where this machine is out of reach', 'http://localhost/', { ...near, reach: 'site' }, /only https/],
    ['a file', 'file:///etc/passwd', near, /not on the list/],
    ['this machine', 'https://127.0.0.1/', { ...near, reach: 'site' }, /out of reach/],
    ['this machine in other figures', 'https://0x7f.1/', { ...near, reach: 'internet' }, /out of reach/],
    ['this machine as one number', 'https://2130706433/', { ...near, reach: 'internet' }, /out of reach/],
    [
      'the metadata of a cloud',
      'https://169.254.169.254/',
      { hosts: ['169.254.169.254'], reach: 'machine' },
      /out of reach/,
    ],
    [
      'this machine mapped',
      'https://[::ffff:127.0.0.1]/',
      { hosts: ['[::ffff:7f00:1]'], reach: 'site' },
      /out of reach/,
    ],
    ['a name that leads to this machine', 'https://localhost/', { ...near, reach: 'site' }, /leads out of reach/],
    ['what is no address', 'nowhere', near, /no address/],
  ])('never reaches %s', async (_, address, limits, why) => {
    const before = asked.length;
    const going = guardedFetch(address, {}, limits);
    await expect(going).rejects.toThrow(OutgoingRefused);
    await expect(going).rejects.toThrow(why);
    expect(asked.length).toBe(before);
  });

  test('goes nowhere else, takes no more than it may, and waits no longer', async () => {
    await expect(guardedFetch(at('/elsewhere'), {}, near)).rejects.toThrow(/sends elsewhere \(302\)/);
    await expect(guardedFetch(at('/large'), {}, near)).rejects.toThrow(/more than 1000000 bytes/);
    for (const path of ['/silence', '/trickle'])
      await expect(guardedFetch(at(path), {}, { ...near, timeoutMs: 200 })).rejects.toThrow(OutgoingRefused);
  });

  test('ends where another protocol is offered', async () => {
    await expect(guardedFetch(at('/upgrade'), {}, near)).rejects.toThrow(/gives no answer/);
  });
});
