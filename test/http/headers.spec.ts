import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import type { Problem } from '#contracts';
import { webFolder } from '../../apps/api/src/paths.js';
import { Office } from './office.js';

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
};
const NO_PAGE = `default-src 'none'; frame-ancestors 'none'`;

let plain: Office;
let secure: Office;

beforeAll(async () => {
  plain = await Office.open({ SAMPLE: 'none' });
  secure = await Office.open({ PUBLIC_URL: 'https://kaoping.example.gov.cn' });
});
afterAll(() => Promise.all([plain.close(), secure.close()]));

const headersOf = async (address: string, init?: RequestInit): Promise<Record<string, string>> =>
  Object.fromEntries((await fetch(address, init)).headers);
const page = { headers: { accept: 'text/html' } };

describe('the headers', () => {
  test.each([
    ['a page', '/', page],
    ['a page that is not there', '/nowhere', page],
    ['an answer of the API', '/api/setup', {}],
    ['a refusal', '/api/inbox', {}],
    ['an address that is none', '/api/%', {}],
    ['what is not there', '/nowhere.js', {}],
    ['a file', '/favicon.svg', {}],
  ])('of %s keep it within its site', async (_, path, init) => {
    expect(await headersOf(`${plain.address}${path}`, init)).toMatchObject(EVERYWHERE);
  });

  test('let a browser keep what is named by its content, every script and style, and ask again for the rest', async () => {
    const files = (await readdir(webFolder)).filter((name) => /\.(js|css|svg)$/.test(name));
    const kept: Record<string, string> = {};
    for (const name of files) kept[name] = (await headersOf(`${plain.address}/${name}`))['cache-control'] ?? '';
    const isAsset = (name: string): boolean => /\.(js|css)$/.test(name);
    const expected = files.map((name) => [name, isAsset(name) ? 'public, max-age=31536000, immutable' : 'no-cache']);
    expect(kept).toEqual(Object.fromEntries(expected));
    expect(files.filter(isAsset).length).toBeGreaterThan(20);
  });

  test('of a page let nothing run but our own files and what bears its nonce, another each time', async () => {
    const nonces: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      const answer = await fetch(`${plain.address}/inbox`, page);
      const nonce = /'nonce-([^']{22,})'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';
      expect(answer.headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; font-src 'self'; ` +
          `connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'`,
      );
      const html = await answer.text();
      const loading = html.match(/<(script|link rel="modulepreload")[^>]*>/g) ?? [];
      expect(loading.length).toBeGreaterThan(0);
      for (const tag of loading) expect(tag).toContain(`nonce="${nonce}"`);
      expect(html).not.toMatch(/ on\w+=|javascript:|<style| style=|<script[^>]*>[^<]/i);
      nonces.push(nonce);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test.each([['/api/setup'], ['/api/inbox'], ['/api/nowhere'], ['/api/openapi.json']])(
    'of %s let nothing run and nobody keep it',
    async (path) => {
      expect(await headersOf(`${plain.address}${path}`)).toMatchObject({
        'content-security-policy': NO_PAGE,
        'cache-control': 'no-store',
      });
    },
  );

  test('are those of a page wherever its text goes out: the file that it is made of is no address', async () => {
    const answer = await fetch(`${plain.address}/index.html`, page);
    expect(answer.status).toBe(404);
    const nonce = /'nonce-([^']{22,})'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    expect(await answer.text()).toContain(`<script nonce="${String(nonce)}"`);
    for (const bare of ['/index.html', '/index.html.br', '/index.html.gz'])
      expect([bare, (await fetch(`${plain.address}${bare}`)).status]).toEqual([bare, 404]);
  });

  test('demand https where people come by it, and only there', async () => {
    expect((await headersOf(`${plain.address}/`, page))['strict-transport-security']).toBeUndefined();
    for (const path of ['/', '/api/setup'])
      expect((await headersOf(`${secure.address}${path}`))['strict-transport-security']).toBe(
        'max-age=31536000; includeSubDomains',
      );
  });

  test('say of no origin that it may read, and name neither server nor framework', async () => {
    const given = await headersOf(`${plain.address}/api/setup`, { headers: { origin: 'https://evil.example' } });
    const telling = Object.keys(given).filter((name) => /^(server|x-powered-by|access-control-)/.test(name));
    expect(telling).toEqual([]);
  });
});

describe('the session’s cookie', () => {
  test('is for this host, by https, and no script', async () => {
    const signedIn = await (await secure.person()).signIn('hz-hbj.operator');
    expect((signedIn.headers.get('set-cookie') ?? '').replace(/=[^;]+/, '=…')).toBe(
      '__Host-kaoping_session=…; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
  });
});

describe('a write', () => {
  test.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of nobody’s page', { origin: 'null' }],
    ['of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['of a foreign form', { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }],
  ])('%s is refused', async (_, headers: Record<string, string>) => {
    const person = await plain.person();
    const reply = await person.call<Problem>('POST', '/api/setup', {}, headers);
    expect([reply.status, reply.body.code]).toEqual([403, 'request.foreign']);
  });

  test.each([['TRACE'], ['TRACK'], ['CONNECT-ish']])('by the method %s reaches nothing', async (method) => {
    const { request } = await import('node:http');
    const status = await new Promise<number | string>((resolve) => {
      const sent = request(`${plain.address}/api/setup`, { method }, (answer) => resolve(answer.statusCode ?? 0));
      sent.on('error', () => resolve('closed'));
      sent.end();
    }).catch(() => 'refused by the client');
    expect([400, 404, 405, 501, 'closed', 'refused by the client']).toContain(status);
  });
});
