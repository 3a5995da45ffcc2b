import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Measured, Round } from '../load.js';
import type { ApprovalSettings } from './approvals.js';
import { ProcessGroup } from './process-group.js';
import type { Subject } from './subject.js';

export type Request =
  | { act: 'open'; module: string; settings: ApprovalSettings }
  | { act: 'stock'; count: number }
  | { act: 'round'; round: Round }
  | { act: 'close' };
export type Answer = { measured: Measured | null } | { error: string };

const main = fileURLToPath(new URL('process-main.js', import.meta.url));

/** How the stock of a subject is made, and its steps are counted, where the bench does that by SQL. */
export interface StockBySql {
  /** `own` is what the subject does of it. */
  stock(count: number, own: () => Promise<void>): Promise<void>;
  stepsWritten(): Promise<number>;
}

/** Starts a subject in a process of its own, which also holds the clients that load it. */
export async function openProcess(
  name: string,
  module: string,
  settings: ApprovalSettings,
  bySql?: StockBySql,
): Promise<Subject> {
  const child = fork(main, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  const died = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`the process of ${name} ended with ${String(code)}`);
  });
  died.catch(() => undefined);
  const ask = async (request: Request): Promise<Measured | null> => {
    const answered = once(child, 'message') as Promise<[Answer]>;
    child.send(request);
    const [answer] = await Promise.race([answered, died]);
    if ('error' in answer) throw new Error(`${name}: ${answer.error}`);
    return answer.measured;
  };
  const close = async (): Promise<void> => {
    await ask({ act: 'close' }).catch(() => undefined);
    child.disconnect();
    await died.catch(() => undefined);
  };
  try {
    await ask({ act: 'open', module, settings });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name,
    databaseUrl: settings.databaseUrl || null,
    stock: async (count) => {
      const own = async (): Promise<void> => {
        await ask({ act: 'stock', count });
      };
      await (bySql ? bySql.stock(count, own) : own());
    },
    round: async (round) => {
      const measured = await ask({ act: 'round', round });
      if (!measured) throw new Error(`${name} measured nothing`);
      return measured;
    },
    stepsWritten: async () => (bySql ? bySql.stepsWritten() : null),
    processes: new ProcessGroup(child),
    close,
  };
}
