import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ClamdServer, EICAR, type Manner } from '../../../../test/harness/clamd-server.js';
import { scan, ScanFailed, type Verdict } from './clamd.js';

const server = new ClamdServer();
let address: string;

beforeAll(async () => {
  address = await server.listen();
});
afterAll(() => server.close());

const scanned = (chunks: (string | Buffer)[], timeoutMs = 20_000): Promise<Verdict> =>
  scan(address, Readable.from(chunks.map((chunk) => Buffer.from(chunk))), timeoutMs);

describe('a scan', () => {
  test('finds nothing in what is harmless, and shows the scanner every byte of it', async () => {
    const large = Buffer.alloc(1_000_000, '环');
    expect(await scanned(['code,name\n', large])).toEqual({ finding: null });
    expect(server.scanned.at(-1)?.equals(Buffer.concat([Buffer.from('code,name\n'), large]))).toBe(true);
  });

  test('tells what was found, though it came in two parts', async () => {
    expect(await scanned([EICAR.slice(0, 20), EICAR.slice(20)])).toEqual({ finding: 'Win.Test.EICAR_HDB-1' });
  });

  test.each<[string, Manner, RegExp]>([
    ['says nothing', 'silent', /no verdict in time/],
    ['does not stop talking', 'endless', /the reply does not end/],
    ['says something else', 'strange', /clamd answered: stream: OK or so/],
    ['hangs up', 'broken', /./],
    ['takes no more', 'full', /./],
  ])('fails, and lets nothing in, where the scanner %s', async (_, manner, why) => {
    server.manner = manner;
    const failing = scanned(['code,name\n', Buffer.alloc(500_000)], manner === 'silent' ? 300 : 20_000);
    await expect(failing).rejects.toThrow(ScanFailed);
    await expect(failing).rejects.toThrow(why);
    server.manner = 'honest';
  });

  test('fails where nobody listens', async () => {
    await expect(scan('127.0.0.1:1', Readable.from([Buffer.from('a')]))).rejects.toThrow(ScanFailed);
    await expect(scan('/nowhere/clamd.sock', Readable.from([Buffer.from('a')]))).rejects.toThrow(ScanFailed);
  });
});
