import type { Problem } from '#contracts';
import type { Person, Reply } from '../http/office.js';

/** A request that its sender may make, with what it is answered then. */
export interface Asked {
  method: string;
  path: string;
  body?: () => unknown;
  status: number;
}

/** What requests are told from a withdrawal on. */
export interface Refused {
  status: number;
  code: string;
}

/** How it went with requests that were under way while what permits them was taken away. */
export interface Told {
  withdrawn: number;
  /** Answers that are neither what was asked for nor a whole refusal. */
  halves: string[];
  /** What was still allowed by requests that began after the withdrawal was answered. */
  late: string[];
  allowed: number;
  /** Requests that began after it and were refused. */
  refusedLate: number;
  /** How many were answered 201. */
  made: number;
}

export const STREAMS = 30;
const PROBLEM = 'code,correlationId,detail,status,title,type';

export const send = (person: Person, asked: Asked): Promise<Reply<Problem>> =>
  person.call(asked.method, asked.path, asked.body?.());

/** Thirty at a time send the requests, each once more after the withdrawal was answered. */
export async function floodWhile(
  withdraw: () => Promise<Reply<unknown>>,
  { requests, person, refused }: { requests: readonly Asked[]; person: () => Person; refused: Refused },
): Promise<Told> {
  let isWithdrawn = false;
  const begun = Promise.withResolvers<void>();
  const told = { halves: [] as string[], late: [] as string[], allowed: 0, refusedLate: 0, made: 0 };
  const lane = async (first: number): Promise<void> => {
    const own = person();
    for (let no = first, isLast = false; !isLast; no += 1) {
      isLast = isWithdrawn;
      const asked = requests[no % requests.length];
      if (!asked) return;
      const reply = await send(own, asked);
      told.halves.push(...halves(asked, reply, refused));
      if (reply.status === 201) told.made += 1;
      if (reply.status === asked.status) {
        told.allowed += 1;
        begun.resolve();
      }
      if (isLast && reply.status === asked.status) told.late.push(`${asked.method} ${asked.path}`);
      if (isLast && reply.status !== asked.status) told.refusedLate += 1;
    }
  };
  const lanes = Array.from({ length: STREAMS }, (_, no) => lane(no));
  // Not before the first is allowed: what was never there cannot be taken away.
  await begun.promise;
  const { status: withdrawn } = await withdraw();
  isWithdrawn = true;
  await Promise.all(lanes);
  return { withdrawn, ...told };
}

function halves(asked: Asked, { status, body }: Reply<Problem>, refused: Refused): string[] {
  if (status === asked.status) return [];
  const keys = Object.keys(body).sort().join();
  const isRefusal = body.code === refused.code && status === refused.status && keys === PROBLEM;
  // Whoever tries many spent tokens is held off before anything else is looked at.
  const isHeldOff = refused.code === 'token.invalid' && body.code === 'token.too-many' && status === 429;
  return isRefusal || isHeldOff ? [] : [`${asked.method} ${asked.path}: ${status} ${body.code} {${keys}}`];
}
