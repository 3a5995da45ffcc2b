import { lookup } from 'node:dns';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest, type RequestOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isWithinReach, type Reach } from './reach.js';

/** Why nothing was asked, or no answer taken; the message names what was wrong, never a secret of the request. */
export class OutgoingRefused extends Error {}

export interface OutgoingLimits {
  /** Hosts that may be asked, as `host`, at the usual port of the protocol, or `host:port`. */
  hosts: readonly string[];
  reach: Reach;
  /** From the first step to the last byte. */
  timeoutMs?: number;
  /** Of an answer's body. */
  maxBytes?: number;
}

export interface OutgoingRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/**
 * Asks another system over https (plain http only on this machine, where that is within reach): only hosts that are named, only
 * addresses within reach, connected to as they were checked, no redirect followed, within a time and a size.
 */
export async function guardedFetch(
  address: string | URL,
  asked: OutgoingRequest,
  limits: OutgoingLimits,
): Promise<Response> {
  const url = checkedUrl(address, limits);
  const signal = AbortSignal.timeout(limits.timeoutMs ?? 10_000);
  const options: RequestOptions = {
    method: asked.method ?? 'GET',
    headers: { ...asked.headers, ...(asked.body !== undefined && { 'content-length': Buffer.byteLength(asked.body) }) },
    // A kept connection would lead where an earlier look-up led.
    agent: false,
    lookup: lookupWithin(limits.reach),
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    signal,
  };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, options, resolve);
      sent.once('error', reject);
      // After 101 there is neither an answer nor an error.
      sent.once('close', () => reject(new OutgoingRefused(`${url.host} gives no answer`)));
      sent.end(asked.body);
    });
    return await taken(answer, url, limits.maxBytes ?? 1_000_000);
  } catch (error) {
    if (error instanceof OutgoingRefused) throw error;
    // People see this: of what the network says, addresses and names in certificates are left out.
    const why = signal.aborted ? 'answers too slowly' : wordsFor(error);
    throw new OutgoingRefused(`${url.host} ${why}`, { cause: error });
  }
}

const UNTRUSTED = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

function wordsFor(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return UNTRUSTED.test(code ?? '') ? 'has a certificate that is not trusted' : 'cannot be reached';
}

/** The address, where something may go there; otherwise throws `OutgoingRefused`. A name is looked up only when it is asked. */
export function checkedUrl(address: string | URL, { hosts, reach }: OutgoingLimits): URL {
  if (!URL.canParse(String(address))) throw new OutgoingRefused('this is no address');
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username !== '' || url.password !== '')
    throw new OutgoingRefused(`${url.host}: an address holds no password`);
  if (!hosts.includes(url.host)) throw new OutgoingRefused(`${url.host} is not on the list`);
  const isPlainAllowed = reach === 'machine' && url.protocol === 'http:' && isLoopback(host);
  if (url.protocol !== 'https:' && !isPlainAllowed) throw new OutgoingRefused(`${url.host}: only https`);
  // An address in figures is not looked up, and so not checked on the way.
  if (isIP(host) !== 0 && !isWithinReach(host, reach)) throw new OutgoingRefused(`${url.host} is out of reach`);
  return url;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isWithinReach(host, 'machine') && !isWithinReach(host, 'site'));

/** Looks a name up; one that leads out of reach in any of its addresses leads nowhere. What is checked is what is connected to. */
function lookupWithin(reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { family: options.family ?? 0, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      if (error || !first) callback(error ?? new Error('no address'), '', 0);
      else if (!addresses.every(({ address }) => isWithinReach(address, reach)))
        callback(new OutgoingRefused(`${hostname} leads out of reach`), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

async function taken(answer: IncomingMessage, { host }: URL, maxBytes: number): Promise<Response> {
  const status = answer.statusCode ?? 0;
  try {
    if (status >= 300 && status < 400) throw new OutgoingRefused(`${host} sends elsewhere (${status})`);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new OutgoingRefused(`${host} answers with more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    );
    if (status < 200 || status > 599) throw new OutgoingRefused(`${host} answers ${status}, which means nothing`);
    return new Response(status === 204 || status === 205 ? null : Buffer.concat(chunks), { status, headers });
  } finally {
    answer.destroy();
  }
}
