import type { BenchRun } from '../../run.js';
import { permissionChecks } from './permission-checks.js';
import { sealingAndProving } from './sealing.js';
import { signingIn } from './signing-in.js';
import { stepsWhileSealing } from './steps-while-sealing.js';

/** What security costs: signing in, asking what somebody may do, sealing and proving the audit trail, and steps while it is sealed. */
export async function security(run: BenchRun): Promise<void> {
  await permissionChecks(run);
  await signingIn(run);
  await sealingAndProving(run);
  await stepsWhileSealing(run);
}
