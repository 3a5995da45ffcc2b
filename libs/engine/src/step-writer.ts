import { rowFormats, type From, type RowFormat, type Sql } from '#platform';
import type { RowWriter, Written } from './effects.js';
import { BORN, born, bornRow, commands, journal, MOVED, moved, movedRow, type Conditions } from './step-instances.js';
import { keys, OF_INSTANCES, OF_MANY, OF_ONE, OWN_PARTS, type Part } from './step-statement.js';
import type { StepWrite } from './step-write.js';

/**
 * Writes any number of steps of different instances in one statement, which has only the parts that these steps need. A
 * step whose instance has meanwhile moved on (its revision is not `before`, its last step not that of the copy), whose key was used, or whose start key
 * was used, leaves no row at all.
 */
export class StepWriter {
  readonly #parts: Part[];
  readonly #statements = new Map<string, string>();
  readonly #months = new Set<string>();
  #formats: Promise<RowFormat[]> | null = null;

  constructor(
    private readonly database: Sql,
    writers: readonly RowWriter[],
  ) {
    const given = writers.map((writer): Part => ({
      ...writer,
      rows: (step) => step.rows[writer.name]?.map((row) => ({ ...row, ...keys(step) })) ?? [],
    }));
    this.#parts = [...OWN_PARTS, ...given];
  }

  /** The ids of the instances that were written. Sorted by id, so that batches of two processes cannot wait for each other. */
  async write(sql: Sql, steps: StepWrite[]): Promise<Set<string>> {
    const all = steps
      .flatMap((step) => [step, ...step.born])
      .sort((one, other) => (one.instance.instanceId < other.instance.instanceId ? -1 : 1));
    await this.#openMonths(all);
    const before = all.filter(({ instance }) => instance.before > 0);
    const fresh = all.filter(({ instance }) => instance.before === 0);
    const rowsOf = [
      before.map(movedRow),
      fresh.map(bornRow),
      ...this.#parts.map((part) => all.flatMap((step) => part.rows(step))),
    ];
    const formats = await this.#formatsOfParts();
    const rows = await sql.prepared<{ instance_id: string }>(
      this.#statementFor(
        rowsOf.map((some) => some.length > 0),
        this.#conditionsOf(before),
        all.length === 1 ? OF_ONE : OF_MANY,
        formats,
      ),
      [
        all.map(({ instance }) => instance.instanceId),
        ...rowsOf.flatMap((some, index) => (some.length > 0 ? [formats[index]?.encode(some)] : [])),
      ],
    );
    return new Set(rows.map((row) => row.instance_id));
  }

  /** How the rows travel: of moved instances, of born ones, and of each part; asked of the database once. */
  #formatsOfParts(): Promise<RowFormat[]> {
    const sets = [MOVED, BORN, ...this.#parts];
    this.#formats ??= rowFormats(this.database, sets).then(
      (formats) => sets.flatMap(({ name }) => formats.get(name) ?? []),
      (error: unknown) => {
        this.#formats = null;
        throw error;
      },
    );
    return this.#formats;
  }

  /** What these steps take for granted; PostgreSQL is not asked for what none of them does. */
  #conditionsOf(steps: StepWrite[]): Conditions {
    return {
      timer: steps.some(({ instance }) => instance.timer !== null),
      message: steps.some(({ instance }) => instance.message !== null),
      key: steps.some(({ command }) => command !== null),
    };
  }

  /** The statement with those parts that have rows; moved and born instances come first. `$1` is the ids of all instances. */
  #statementFor(has: boolean[], conditions: Conditions, written: Written, formats: RowFormat[]): string {
    const { timer, message, key } = conditions;
    const shape = [...has, timer, message, key, written === OF_ONE].map(Number).join();
    const known = this.#statements.get(shape);
    if (known !== undefined) return known;
    let parameters = 1;
    const from = (index: number): From => {
      const format = formats[index];
      if (!format) throw new Error(`part ${index} has no format`);
      return format.from(`$${(parameters += 1)}`);
    };
    const [hasMoved = false, hasBorn = false] = has;
    const both = hasMoved && hasBorn;
    const ctes: string[] = [];
    if (hasMoved) {
      const name = both ? 'moved' : 'ok';
      ctes.push(`${name} AS (${moved(from(0), conditions)})`, `entries AS (${journal(`${name} r`, 'r.before + 1')})`);
      if (key) ctes.push(`keys AS (${commands(`${name} r`)})`);
    }
    if (hasBorn) {
      const rows = from(1);
      ctes.push(`${both ? 'born' : 'ok'} AS (${born(rows, hasMoved)})`);
      if (both) ctes.push('ok AS (SELECT instance_id FROM moved UNION ALL SELECT instance_id FROM born)');
      ctes.push(`first_entries AS (${journal(`${rows('r')} WHERE ${written('r')}`, '1')})`);
    }
    for (const [index, part] of this.#parts.entries())
      if (has[index + 2]) ctes.push(`${part.name} AS (${part.statement(from(index + 2), written)})`);
    const statement = `WITH ${ctes.join(', ')} SELECT instance_id FROM ok WHERE instance_id = ${OF_INSTANCES}`;
    this.#statements.set(shape, statement);
    return statement;
  }

  /**
   * The journal has a partition for every month in which entries end. Opened beside the caller's transaction: a month that is
   * known to be open stays so, whatever becomes of that.
   */
  async #openMonths(steps: StepWrite[]): Promise<void> {
    for (const { journal } of steps) {
      if (this.#months.has(journal.keepUntil)) continue;
      await this.database.prepared(`SELECT journal_month($1)`, [journal.keepUntil]);
      this.#months.add(journal.keepUntil);
    }
  }
}
