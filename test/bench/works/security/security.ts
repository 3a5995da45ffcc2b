import type { BenchRun } from '../../run.js';
import { sealingAndProving } from './sealing.js';
import { stepsWhileSealing } from './steps-while-sealing.js';

/** What security costs: sealing and proving the audit trail, and steps while it is sealed. */
export async function security(run: BenchRun): Promise<void> {
  await sealingAndProving(run);
  await stepsWhileSealing(run);
}
