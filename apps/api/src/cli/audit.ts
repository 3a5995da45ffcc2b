import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { ChainVerifier, OperationLog, Resumption } from '#audit';
import { Database } from '#platform';
import { HomeTenant } from '../home-tenant.js';
import { MovableClock } from '../sample/movable-clock.js';

type Say = (line: string) => void;

/** What is done with the audit trail: it is verified, or let go on after an older backup was restored, for a reason. */
export type AuditOptions = { command: 'verify' } | { command: 'resume'; reason: string };

/** The words after `audit`; null where they cannot be read. This is a pure function. */
export function auditOptions([command, ...words]: readonly string[]): AuditOptions | null {
  try {
    const { values } = parseArgs({ args: [...words], options: { reason: { type: 'string' } } });
    const reason = values.reason?.trim() ?? '';
    if (command === 'verify' && values.reason === undefined) return { command };
    return command === 'resume' && reason !== '' ? { command, reason } : null;
  } catch {
    return null;
  }
}

/** Carries it out; answers the exit code: 1 where the chain does not fit. */
export function audit(app: INestApplicationContext, options: AuditOptions, say: Say): Promise<number> {
  return options.command === 'verify' ? verify(app, say) : resume(app, options.reason, say);
}

async function verify(app: INestApplicationContext, say: Say): Promise<number> {
  await app.get(MovableClock).refresh();
  const { entries, gone, provedUpTo, fault } = await app.get(ChainVerifier).verify((done) => {
    if (process.stdout.isTTY) process.stdout.write(`\r核对 · checking ${done}   `);
  });
  if (process.stdout.isTTY) say('');
  if (fault === null) {
    say(
      `审计链完整：${entries} 条相符，${gone} 条已到期清除，检查点证明到第 ${provedUpTo} 条 · the audit chain holds: ${entries} entries fit, ${gone} are gone in their time, checkpoints prove it up to entry ${provedUpTo}`,
    );
    return 0;
  }
  say(`审计链不符（此前 ${entries} 条相符） · the audit chain does not hold (${entries} entries before this one fit):`);
  say(fault.what.zh);
  say(fault.what.en);
  return 1;
}

async function resume(app: INestApplicationContext, reason: string, say: Say): Promise<number> {
  const seq = await app.get(Resumption).resume(reason);
  const tenantId = await app.get(HomeTenant).first();
  await app.get(OperationLog).note(app.get(Database), { tenantId, action: 'audit.resumed', details: { seq, reason } });
  say(`已签署说明，审计链从第 ${seq} 条之后继续 · said and signed: the audit chain goes on after entry ${seq}`);
  return 0;
}
