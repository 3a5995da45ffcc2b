import type { Reply } from '../../http-line.js';
import { latenciesOf, type Latencies } from '../../latencies.js';

export interface Credentials {
  account: string;
  password: string;
}

/** Where one signs in. */
export interface Door {
  /** The next of the people, with their right password. */
  somebody(): Credentials;
  /** Tries them, from another address each time. */
  knock(credentials: Credentials): Promise<Reply>;
}

export interface Flooded {
  /** The share of tries that got an answer that was meant: not a fault, not a broken line. */
  answered: number;
  /** People a second who came in. */
  entered: number;
  /** How long they waited for it. */
  waits: Latencies;
  /** How often what was answered: `201`, `401 session.refused`, … */
  kinds: Record<string, number>;
}

/** So many connections that try as fast as they are answered: right passwords, and as many wrong ones for ever new names. */
export async function flood(
  door: Door,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Flooded> {
  const start = performance.now();
  const until = start + seconds * 1000;
  const kinds: Record<string, number> = {};
  const waited: number[] = [];
  let tries = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() < until) {
      tries += 1;
      const began = performance.now();
      const isRight = tries % 2 === 0;
      const guess = { account: `guessed-${tries}.operator`, password: 'letmein-2017' };
      const kind = await door.knock(isRight ? door.somebody() : guess).then(kindOf, () => 'broken');
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if (kind === '201') waited.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const meant = Object.entries(kinds).reduce(
    (sum, [kind, count]) => (/^(201|401|429)/.test(kind) ? sum + count : sum),
    0,
  );
  return {
    answered: meant / tries,
    entered: (waited.length * 1000) / (performance.now() - start),
    waits: latenciesOf(waited),
    kinds,
  };
}

function kindOf({ status, body }: Reply): string {
  if (status === 201) return '201';
  return `${status} ${(JSON.parse(body) as { code?: string }).code ?? ''}`;
}
