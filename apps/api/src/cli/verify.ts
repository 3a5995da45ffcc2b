import type { INestApplicationContext } from '@nestjs/common';
import { DefinitionLibrary, Effects, Verifier, type Violation } from '#engine';
import { unknownTenant } from '#organisation';
import { Clock, Database } from '#platform';
import { MovableClock } from '../sample/movable-clock.js';
import { taskPages, taskTables } from './task-checks.js';

const SHOWN = 1_000;

/** What `verify` was asked to look at. */
export interface VerifyOptions {
  /** Code of a tenant; all of them where it is left out. */
  tenant?: string;
  instance?: string;
}

/** The options after `verify`; null where they cannot be read. This is a pure function. */
export function verifyOptions(words: readonly string[]): VerifyOptions | null {
  const options: VerifyOptions = {};
  for (let at = 0; at < words.length; at += 2) {
    const value = words[at + 1];
    if (value === undefined) return null;
    if (words[at] === '--tenant') options.tenant = value;
    else if (words[at] === '--instance' && /^[0-9a-f-]{36}$/.test(value)) options.instance = value;
    else return null;
  }
  return options;
}

/** Folds every history and checks the invariants; answers the exit code: 0 where everything holds, else 1. */
export async function verify(
  app: INestApplicationContext,
  options: VerifyOptions,
  say: (line: string) => void,
): Promise<number> {
  const database = app.get(Database);
  await app.get(MovableClock).refresh();
  const tenantId = options.tenant === undefined ? null : await tenantOf(database, options.tenant);
  if (tenantId === undefined) {
    const { detail } = unknownTenant(options.tenant ?? '');
    say(`${detail.zh} · ${detail.en}`);
    return 1;
  }
  const verifier = new Verifier({
    database,
    definitions: app.get(DefinitionLibrary),
    effects: app.get(Effects),
    clock: app.get(Clock),
    pages: taskPages,
    tables: taskTables,
  });
  let shown = 0;
  const verdict = await verifier.verify(
    { tenantId, instanceId: options.instance ?? null },
    {
      progress: (cases, of) => {
        if (process.stdout.isTTY) process.stdout.write(`\r核对 · checking ${cases}/${of}   `);
      },
      found: (violation) => {
        shown += 1;
        if (shown <= SHOWN) say(lineOf(violation));
      },
    },
  );
  if (process.stdout.isTTY) say('');
  if (shown > SHOWN) say(`…… 另有 ${shown - SHOWN} 处 · ${shown - SHOWN} more`);
  say(
    verdict.violations === 0
      ? `核对 ${verdict.cases} 件事项、${verdict.steps} 步，全部相符 · ${verdict.cases} cases and ${verdict.steps} steps hold together`
      : `核对 ${verdict.cases} 件事项、${verdict.steps} 步，发现 ${verdict.violations} 处不符 · ${verdict.violations} violations in ${verdict.cases} cases and ${verdict.steps} steps`,
  );
  return verdict.violations === 0 ? 0 : 1;
}

async function tenantOf(database: Database, code: string): Promise<string | undefined> {
  const [row] = await database.query<{ tenant_id: string }>(`SELECT tenant_id FROM tenants WHERE code = $1`, [code]);
  return row?.tenant_id;
}

function lineOf({ invariant, instanceId, what, mend }: Violation): string {
  const where = instanceId === null ? '' : ` 事项 · case ${instanceId}`;
  return `${invariant}${where}: ${what.zh}${mend.zh} ${what.en} ${mend.en}`;
}
