import 'reflect-metadata';
import { closedLoop, type Measured, type Round } from '../load.js';
import { HttpLines } from '../product.js';
import type { Approvals, ApprovalSettings, ApprovalsModule } from './approvals.js';
import type { Answer, Request } from './process-subject.js';

/** A client takes so many cases at a time: the office passes all of them, then the leader approves all of them. */
const PORTION = 20;

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
  const subject = opened();
  const hands = Array.from({ length: asked.clients }, () => ({ toPass: [] as number[], toApprove: [] as number[] }));
  let taken = 0;
  return closedLoop(asked, async (client) => {
    const { toPass, toApprove } = hands[client] ?? { toPass: [], toApprove: [] };
    if (toPass.length === 0 && toApprove.length === 0) {
      for (let left = PORTION; left > 0 && taken < stocked; left -= 1) toPass.push((taken += 1));
    }
    const next = toPass.shift();
    if (next !== undefined) {
      await subject.office(next);
      toApprove.push(next);
      return true;
    }
    const passed = toApprove.shift();
    if (passed === undefined) return false;
    await subject.leader(passed);
    return true;
  });
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
