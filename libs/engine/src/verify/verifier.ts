import type { Clock, Database, Sql } from '#platform';
import type { DefinitionLibrary } from '../definition-library.js';
import type { Effects } from '../effects.js';
import { isGone } from '../journal-months.js';
import { casePages, type Scope, type StoredCase } from './case-page.js';
import { brokenWaits } from './children-waits.js';
import type { Folded } from './folded.js';
import { replay } from './replay.js';
import { differencesOf, violation } from './stored-case.js';
import { tableChecks, tableViolations, type TableCheck } from './table-checks.js';
import { FROM_BACKUP, type Violation } from './violation.js';

/** What a lib above the engine must find of the cases of a portion. */
export interface PageCheck {
  violations(sql: Sql, cases: readonly StoredCase[]): Promise<Violation[]>;
}

export interface VerifierMeans {
  database: Database;
  definitions: DefinitionLibrary;
  effects: Effects;
  clock: Clock;
  /** Checks of the libs above. */
  pages?: PageCheck[];
  tables?: TableCheck[];
}

export interface Verdict {
  cases: number;
  steps: number;
  violations: number;
}

/** What is told on the way. */
export interface Listener {
  progress(cases: number, of: number): void;
  found(violation: Violation): void;
}

/**
 * Checks that the database holds together: every history folds to what is stored of its case, and the invariants hold
 * between the tables. All is read from one snapshot, in portions, while the product may go on working; nothing is changed.
 */
export class Verifier {
  constructor(private readonly means: VerifierMeans) {}

  async verify(scope: Scope, listener: Listener): Promise<Verdict> {
    const verdict: Verdict = { cases: 0, steps: 0, violations: 0 };
    const tell = (violations: Violation[]): void => {
      verdict.violations += violations.length;
      for (const one of violations) listener.found(one);
    };
    await this.means.database.transaction(async (sql) => {
      await sql.query(`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
      await sql.query(`SET LOCAL statement_timeout = 0`);
      const of = await countCases(sql, scope);
      const tally = new Map<string, number>();
      for await (const page of casePages(sql, scope, this.means.definitions)) {
        tell(await this.#verifyPage(sql, page, tally));
        verdict.cases += page.length;
        verdict.steps += page.reduce((sum, stored) => sum + stored.lines.length, 0);
        listener.progress(verdict.cases, of);
      }
      for (const check of [...tableChecks, ...(this.means.tables ?? [])])
        tell(await tableViolations(sql, check, scope));
      tell(await miscounted(sql, scope, tally));
    });
    return verdict;
  }

  async #verifyPage(sql: Sql, page: StoredCase[], tally: Map<string, number>): Promise<Violation[]> {
    const found: Violation[] = [];
    const sound: { stored: StoredCase; folded: Folded }[] = [];
    for (const stored of page) {
      for (const name of stored.states) count(tally, [stored.tenant_id, stored.workflow, name]);
      if (stored.lines.length === 0 && this.#mayBeGone(stored)) continue;
      const folded = replay(stored.lines, {
        chart: (version) => stored.charts.get(version),
        writes: (effect) => this.means.effects.effect(effect) !== undefined,
      });
      if ('what' in folded) found.push(violation(stored, folded.invariant, folded.what, FROM_BACKUP));
      else {
        found.push(...differencesOf(stored, folded));
        sound.push({ stored, folded });
      }
    }
    found.push(...(await brokenWaits(sql, sound)));
    for (const check of this.means.pages ?? []) found.push(...(await check.violations(sql, page)));
    return found;
  }

  /** The history of a case that ended so long ago that it is no longer kept. */
  #mayBeGone(stored: StoredCase): boolean {
    const definition = stored.charts.get(stored.version)?.definition;
    return (
      stored.status === 'done' &&
      stored.ended_at !== null &&
      definition !== undefined &&
      isGone(stored.ended_at, definition, this.means.clock.now())
    );
  }
}

async function countCases(sql: Sql, scope: Scope): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM instances WHERE ($1::uuid IS NULL OR tenant_id = $1) AND ($2::uuid IS NULL OR instance_id = $2)`,
    [scope.tenantId, scope.instanceId],
  );
  return row?.n ?? 0;
}

/** The sum of cases by state is what was met case by case: no row is hidden from either way of asking. */
async function miscounted(sql: Sql, scope: Scope, tally: Map<string, number>): Promise<Violation[]> {
  const rows = await sql.query<{ tenant_id: string; workflow: string; state: string; n: number }>(
    `SELECT tenant_id, workflow, state, count(*)::int AS n FROM instances CROSS JOIN unnest(states) AS state
     WHERE ($1::uuid IS NULL OR tenant_id = $1) AND ($2::uuid IS NULL OR instance_id = $2) GROUP BY 1, 2, 3`,
    [scope.tenantId, scope.instanceId],
  );
  const counted = new Map(rows.map((row) => [nameOf([row.tenant_id, row.workflow, row.state]), row.n]));
  return [...new Set([...counted.keys(), ...tally.keys()])].flatMap((name): Violation[] => {
    const [met, said] = [tally.get(name) ?? 0, counted.get(name) ?? 0];
    if (met === said) return [];
    return [
      {
        invariant: 'I11',
        instanceId: null,
        what: {
          zh: `${name}：逐件核对有 ${met} 件，汇总却是 ${said} 件。`,
          en: `${name}: ${met} cases were met one by one, but ${said} are counted.`,
        },
        mend: {
          zh: '索引可能损坏：请对 instances 表执行 REINDEX TABLE。',
          en: 'An index may be damaged: run REINDEX TABLE on instances.',
        },
      },
    ];
  });
}

function count(tally: Map<string, number>, parts: string[]): void {
  tally.set(nameOf(parts), (tally.get(nameOf(parts)) ?? 0) + 1);
}

const nameOf = (parts: string[]): string => parts.join(' ');
