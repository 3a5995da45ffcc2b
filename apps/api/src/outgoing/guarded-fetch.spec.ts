import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certificates } from '../../../../test/harness/certificates.js';
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
  else if (request.url === '/205') response.writeHead(205).end();
  else if (request.url === '/799') response.writeHead(799).end('nothing');
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
const here = (): OutgoingLimits => ({ hosts: [`127.0.0.1:${port}`, `localhost:${port}`], reach: 'machine' });
const at = (path: string, host = '127.0.0.1'): string => `http://${host}:${port}${path}`;

describe('an outgoing request', () => {
  test('reaches a host that is named, by name or in figures, with its body', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await guardedFetch(at('/echo', host), { method: 'POST', body: '环保' }, here());
      expect([answer.status, await answer.text()]).toEqual([200, '环保']);
    }
  });

  test.each<[string, string, OutgoingLimits, RegExp]>([
    ['a host that is not named', 'https://other.example/', near, /not on the list/],
    ['another port of a host that is named', 'https://localhost:8443/', near, /not on the list/],
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
    await expect(guardedFetch(at('/elsewhere'), {}, here())).rejects.toThrow(/sends elsewhere \(302\)/);
    await expect(guardedFetch(at('/large'), {}, here())).rejects.toThrow(/more than 1000000 bytes/);
    for (const path of ['/silence', '/trickle'])
      await expect(guardedFetch(at(path), {}, { ...here(), timeoutMs: 200 })).rejects.toThrow(/answers too slowly$/);
  });

  test('takes an answer without content, and says of one that means nothing what it is', async () => {
    expect((await guardedFetch(at('/205'), {}, here())).status).toBe(205);
    await expect(guardedFetch(at('/799'), {}, here())).rejects.toThrow(/answers 799, which means nothing/);
  });

  test('says in few words why nothing came of it, without what the network says', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const host = `127.0.0.1:${(gone.address() as AddressInfo).port}`;
    gone.close();
    await once(gone, 'close');
    const limits: OutgoingLimits = { hosts: [host], reach: 'machine' };
    await expect(guardedFetch(`http://${host}/`, {}, limits)).rejects.toMatchObject({
      message: `${host} cannot be reached`,
    });
  });

  test('trusts no certificate of an unknown authority', async () => {
    const { cert, key } = certificates;
    const secure = createSecureServer({ cert, key }).listen(0, '127.0.0.1');
    await once(secure, 'listening');
    const host = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const asking = guardedFetch(`https://${host}/`, {}, { hosts: [host], reach: 'machine' });
    await expect(asking).rejects.toMatchObject({ message: `${host} has a certificate that is not trusted` });
    secure.close();
  });

  test('ends where another protocol is offered', async () => {
    await expect(guardedFetch(at('/upgrade'), {}, here())).rejects.toThrow(/gives no answer/);
  });
});
