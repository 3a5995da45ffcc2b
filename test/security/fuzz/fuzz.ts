import fc from 'fast-check';
import { ApiDocument } from '../../http/api-document.js';
import { firstKnown } from './first-known.js';
import type { Known } from './known.js';
import { Line, plain } from './line.js';
import { askerOf, signInAgain, signInAll } from './people.js';
import { requestsFrom, type Sent } from './requests.js';
import type { WatchedServer } from './server.js';

const AT_ONCE = 8;
const CHUNK = 500;
/** The longest that one request may keep the server's thread from the others. */
const MOST_MS = 100;

/** What a run of the fuzz found. */
export interface Fuzzed {
  seed: number;
  requests: number;
  seconds: number;
  /** How many answers of each status. */
  statuses: Record<string, number>;
  /** The longest that the server's thread computed without a pause. */
  longestMs: number;
  /** Answers that no request may get, with the request; each kind once. */
  faults: string[];
}

/** Sends as many requests, made from the server's own document, as people of every post and as nobody. */
export async function fuzz(
  server: WatchedServer,
  count: number,
  seed: number,
  progress: (sofar: Fuzzed) => void = () => undefined,
): Promise<Fuzzed> {
  const began = performance.now();
  const faults = new Map<string, string>();
  const result: Fuzzed = { seed, requests: 0, seconds: 0, statuses: {}, longestMs: 0, faults: [] };
  const watch = async (when: string): Promise<void> => {
    const { longestMs, uncaught } = await server.watched();
    result.longestMs = Math.max(result.longestMs, longestMs);
    if (longestMs >= MOST_MS) faults.set(when, `the thread computed ${longestMs.toFixed(0)} ms on end ${when}`);
    for (const one of uncaught) faults.set(one, one);
    if (!server.isUp) faults.set('gone', `the server ended:\n${server.said}`);
    Object.assign(result, { seconds: (performance.now() - began) / 1000, faults: [...faults.values()] });
  };
  const line = new Line(server.address, AT_ONCE);
  const api = new ApiDocument(JSON.parse((await line.send(plain('GET', '/api/openapi.json'), null)).text));
  await watch('while the document was made');
  const known = await firstKnown(line, await signInAll(line));
  await watch('while people signed in');
  while (result.requests < count && server.isUp) {
    const from = result.requests;
    const some = fc.sample(requestsFrom(api, known), { numRuns: Math.min(CHUNK, count - from), seed: seed + from });
    const waiting = some.entries();
    const lane = async (): Promise<void> => {
      for (const [at, request] of waiting) {
        const account = askerOf(request, from + at);
        const fault = await faultOf(line, api, request, account, result.statuses, known);
        if (fault) faults.set(`${request.route} ${fault.slice(0, 60)}`, `${fault}\n  ${shown(request, account)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    result.requests += some.length;
    await watch(`in requests ${from + 1} to ${result.requests}`);
    progress(result);
  }
  return result;
}

/** What is wrong with the answer to a request; null where nothing is. */
async function faultOf(
  line: Line,
  api: ApiDocument,
  request: Sent,
  account: string | null,
  statuses: Record<string, number>,
  known: Known,
): Promise<string | null> {
  try {
    const { status, type, text } = await line.send(request, account);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status >= 500) return `${status} ${text.slice(0, 300)}`;
    if (status === 401 && account && text.includes('session.needed')) await signInAgain(line, account);
    // Node's parser refused the head before there was a request that a route could describe.
    if (status === 431) return null;
    const [mediaType = ''] = type.split(';');
    const body = /[/+]json$/.test(mediaType) ? (JSON.parse(text) as unknown) : text;
    if (status < 300) known.learn(body);
    const exchange = { method: request.method, path: request.path, status, mediaType, body };
    return api.routeOf(exchange) === undefined ? null : (api.faultsOf(exchange)[0] ?? null);
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
}

function shown({ method, path, headers, body }: Sent, account: string | null): string {
  const request = { method, path: path.slice(0, 300), headers, body: body?.slice(0, 500) };
  return `${JSON.stringify(request)} as ${account ?? 'nobody'}`;
}
