import 'reflect-metadata';
import { closedLoop, type Measured, type Round } from '../load.js';
import { HttpLines } from '../product.js';
import type { Approvals, ApprovalSettings, ApprovalsModule } from './approvals.js';
import { inPortions } from './in-portions.js';
import type { Answer, Request } from './process-subject.js';

/** Runs one subject in a process of its own, load and all, as the bench asks over the channel. */
let approvals: Approvals | null = null;
let stocked = 0;

function opened(): Approvals {
  if (approvals) return approvals;
  throw new Error('the subject is not open');
}

async function open(module: string, settings: ApprovalSettings): Promise<void> {
  const subject = (await import(module)) as ApprovalsModule;
  approvals = await subject.open(settings, { HttpLines });
}

async function round(asked: Round): Promise<Measured> {
  let taken = 0;
  const take = (): number | null => (taken < stocked ? (taken += 1) : null);
  return closedLoop(asked, inPortions(asked.clients, take, opened()));
}

async function carryOut(request: Request): Promise<Measured | null> {
  switch (request.act) {
    case 'open':
      await open(request.module, request.settings);
      return null;
    case 'stock':
      await opened().stock(request.count);
      stocked = request.count;
      return null;
    case 'round':
      return round(request.round);
    case 'close':
      await approvals?.close();
      return null;
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}

process.on('message', (request: Request) => {
  carryOut(request).then(
    (measured) => answer({ measured }),
    (error: unknown) => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit(1));
