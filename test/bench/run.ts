import { median } from './latencies.js';
import type { ResultRow } from './result-row.js';

const round3 = (value: number): number => Number(value.toPrecision(4));

/** One run of the bench: what it says on the way, and the figures that it gathers. */
export class BenchRun {
  readonly rows: ResultRow[] = [];
  readonly versions: Record<string, string> = {};
  readonly leftOut: Record<string, string> = {};
  hasFailed = false;

  constructor(
    /** PostgreSQL of the run, as its superuser. */
    readonly databaseUrl: string,
    /** Tells that the harness works, in a minute; its figures mean nothing. */
    readonly isQuick: boolean,
  ) {}

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  /** Notes that something could not be measured although it should. */
  fail(what: string, error: unknown): void {
    this.hasFailed = true;
    this.say(`  ✗ ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  /** Adds the figures of all rounds of one measurement, and says them. */
  add(row: Omit<ResultRow, 'median'>): void {
    const rounds = row.rounds.map(round3);
    const middle = round3(median(rounds));
    this.rows.push({ ...row, rounds, median: middle });
    const clients = row.clients > 0 ? ` c=${row.clients}` : '';
    this.say(`  ${row.work} ${row.subject}${clients} ${row.metric}: ${middle} ${row.unit} [${rounds.join(', ')}]`);
  }
}
