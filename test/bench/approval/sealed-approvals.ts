import { Sealer } from '#audit';
import { everyTenant } from '#platform';
import type { Approvals, ApprovalSettings } from './approvals.js';
import { approvalsOf, engineOf } from './engine-approvals.js';

const EVERY_MS = 1_000;

/** As the engine's, with the sealer at work in the same process, as a process of both roles has it. */
export async function open(settings: ApprovalSettings): Promise<Approvals> {
  const app = await engineOf(settings);
  const approvals = await approvalsOf(app, settings);
  const sealer = app.get(Sealer);
  let beat: Promise<unknown> = Promise.resolve();
  const beats = setInterval(() => {
    beat = beat.then(() => everyTenant(() => sealer.seal()));
  }, EVERY_MS);
  return {
    ...approvals,
    close: async () => {
      clearInterval(beats);
      await beat;
      await approvals.close();
    },
  };
}
