import { Global, Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { OperationLog } from '#audit';
import { WorkingCalendar } from '#calendar';
import type { Post, RowContent, SheetView, WorkflowDefinition } from '#contracts';
import { CalendarSource, DefinitionLibrary, Effects, EngineModule, Timers } from '#engine';
import { Organisation, OrganisationModule, SignInPolicy } from '#organisation';
import { Clock, Database, Foreground, newId, SecretBox, TestClock } from '#platform';
import { Answers, TasksModule, type Reader } from '#tasks';
import { GROUPS, OTHER_UNITS, PLAN_LINES, type PlanLine } from './hangzhou-2017.fixture.js';
import { Comments, Declarations, kpiTable, Sheets, TargetList, TargetsModule, YearOpening } from './index.js';

const FILE = new URL('../../../../workflows/annual-target/1.json', import.meta.url);

class PlainCalendar extends CalendarSource {
  readonly #calendar = new WorkingCalendar({ exceptions: [], publishedYears: [2016, 2017, 2018] });

  of(): Promise<WorkingCalendar> {
    return Promise.resolve(this.#calendar);
  }
}

@Global()
@Module({})
class Foundation {
  static of(database: Database, clock: Clock): DynamicModule {
    const providers = [
      { provide: Database, useValue: database },
      { provide: Clock, useValue: clock },
      Foreground,
      OperationLog,
      { provide: SignInPolicy, useValue: new SignInPolicy('mlps') },
      { provide: SecretBox, useValue: new SecretBox(() => Buffer.alloc(32)) },
      { provide: CalendarSource, useClass: PlainCalendar },
    ];
    return { module: Foundation, providers, exports: providers };
  }
}

@Module({})
class Office {
  static of(database: Database, clock: Clock): DynamicModule {
    return {
      module: Office,
      imports: [Foundation.of(database, clock), OrganisationModule, EngineModule, TasksModule, TargetsModule],
    };
  }
}

/** What a unit writes of a target so that it may be submitted. */
export const WRITTEN: Partial<RowContent> = {
  current: '2016 年完成上年目标',
  situation: '任务较重',
  keyFactors: '部门协同',
  methods: '按季分解',
  measures: '挂图作战',
  milestones: [{ date: '2017-06-30', text: '完成过半', quality: '达到序时进度' }],
};

/** An evaluation office on a database of its own: Hangzhou’s plan of 2017, the published workflow, the real engine and tasks. */
export class TargetOffice {
  readonly tenantId = newId();
  readonly clock = new TestClock('2017-01-03T09:00:00+08:00');
  /** Templates of the mails that the chart asked for. */
  readonly mails: string[] = [];
  readonly #unitIds = new Map<string, string>();
  readonly #accounts = new Map<string, Reader>();
  #app: INestApplicationContext | null = null;

  private constructor(readonly database: Database) {}

  static async open(source: DataSource, lines: PlanLine[] = PLAN_LINES): Promise<TargetOffice> {
    const office = new TargetOffice(new Database(source));
    await office.#furnish(lines);
    return office;
  }

  async close(): Promise<void> {
    await this.#app?.close();
  }

  get sheets(): Sheets {
    return this.#get(Sheets);
  }

  get comments(): Comments {
    return this.#get(Comments);
  }

  get years(): YearOpening {
    return this.#get(YearOpening);
  }

  get declarations(): Declarations {
    return this.#get(Declarations);
  }

  get list(): TargetList {
    return this.#get(TargetList);
  }

  get organisation(): Organisation {
    return this.#get(Organisation);
  }

  unitId(name: string): string {
    const unitId = this.#unitIds.get(name);
    if (unitId === undefined) throw new Error(`no unit ${name}`);
    return unitId;
  }

  /** Whoever holds the post in the unit; always the same account. */
  reader(post: Post, unit = '市考评办'): Reader {
    const key = `${post} ${unit}`;
    const reader = this.#accounts.get(key) ?? {
      tenantId: this.tenantId,
      accountId: newId(),
      holdings: [{ post, unitId: this.unitId(unit) }],
    };
    this.#accounts.set(key, reader);
    return reader;
  }

  openYear(year = 2017, key = 'open'): ReturnType<YearOpening['open']> {
    const { accountId } = this.reader('office.officer');
    return this.years.open(this.tenantId, year, { accountId, post: 'office.officer', unitId: null }, key);
  }

  async sheetOf(unit: string, kind: 'main' | 'supplement' = 'main'): Promise<string> {
    const [sheet] = await this.database.query<{ sheetId: string }>(
      `SELECT sheet_id AS "sheetId" FROM target_sheets WHERE tenant_id = $1 AND unit_id = $2 AND kind = $3 ORDER BY made_at DESC, kpi_no LIMIT 1`,
      [this.tenantId, this.unitId(unit), kind],
    );
    if (!sheet) throw new Error(`${unit} has no ${kind} sheet`);
    return sheet.sheetId;
  }

  read(sheetId: string): Promise<SheetView> {
    return this.sheets.read(this.reader('office.officer'), sheetId);
  }

  /** Where the sheet’s case stands, and what it knows. */
  async case(
    sheetId: string,
  ): Promise<{ instanceId: string; states: string[]; subject: Record<string, unknown>; ending: string | null }> {
    const [found] = await this.database.query<{
      instanceId: string;
      states: string[];
      subject: Record<string, unknown>;
      ending: string | null;
    }>(
      `SELECT instance_id AS "instanceId", states, subject, ending FROM instances WHERE tenant_id = $1 AND record_id = $2`,
      [this.tenantId, sheetId],
    );
    if (!found) throw new Error(`sheet ${sheetId} has no case`);
    return found;
  }

  /** Answers the reader’s open task on a sheet; the states after it. */
  async answer(
    reader: Reader,
    sheetId: string,
    outcome: string,
    more: { opinion?: string; data?: Record<string, unknown> } = {},
  ): Promise<string[]> {
    const { instanceId } = await this.case(sheetId);
    const desks = reader.holdings.flatMap((holding) => [holding.post, `${holding.post}:${holding.unitId ?? ''}`]);
    const [task] = await this.database.query<{ taskId: string; revision: number }>(
      `SELECT t.task_id AS "taskId", i.revision FROM tasks t JOIN instances i USING (instance_id)
       WHERE t.instance_id = $1 AND t.status = 'open' AND t.desk = ANY ($2)`,
      [instanceId, desks],
    );
    if (!task) throw new Error(`nothing to ${outcome} for ${desks.join()}`);
    const given = { outcome, revision: task.revision, opinion: more.opinion ?? '', data: more.data ?? {} };
    const result = await this.#get(Answers).answer(reader, task.taskId, given, { key: newId(), hash: 'spec' });
    return result.states;
  }

  /** Fills in everything that the unit must write of its open rows. */
  async write(unit: string, sheetId: string, content: Partial<RowContent> = WRITTEN): Promise<void> {
    const operator = this.reader('unit.operator', unit);
    const { rows } = await this.sheets.read(operator, sheetId);
    for (const row of rows.filter((one) => !one.locked))
      await this.sheets.patchRow(operator, sheetId, row.rowId, { revision: row.revision, content });
  }

  /** Sends, writes and submits a unit’s main sheet. */
  async submit(unit: string): Promise<string> {
    const sheetId = await this.sheetOf(unit);
    await this.answer(this.reader('office.officer'), sheetId, 'send');
    await this.write(unit, sheetId);
    await this.answer(this.reader('unit.operator', unit), sheetId, 'submit');
    return sheetId;
  }

  /** Brings a unit’s main sheet, which nobody countersigns, to the office. */
  async toOffice(unit: string): Promise<string> {
    const sheetId = await this.submit(unit);
    await this.answer(this.reader('unit.leader', unit), sheetId, 'sign');
    return sheetId;
  }

  async moveTo(instant: string): Promise<void> {
    this.clock.moveTo(instant);
    await this.#get(Timers).fireDue();
  }

  #get<Kind>(kind: abstract new (...given: never[]) => Kind): Kind {
    if (!this.#app) throw new Error('the office is closed');
    return this.#app.get<Kind>(kind);
  }

  async #furnish(lines: PlanLine[]): Promise<void> {
    await this.#addUnits([
      ...new Set([...lines.flatMap((line) => line.units), ...Object.values(GROUPS).flat(), ...OTHER_UNITS]),
    ]);
    await kpiTable.save(
      this.database,
      this.tenantId,
      lines.map((line, index) => ({ row: index + 2, cells: cellsOf(line) })),
    );
    this.#app = await NestFactory.createApplicationContext(Office.of(this.database, this.clock), {
      logger: false,
      abortOnError: false,
    });
    this.#get(Effects).listen({
      writers: [],
      onStep: () => ({}),
      onEffect: (_, effect) => {
        this.mails.push(String(effect.params['template']));
        return {};
      },
    });
    const definition = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowDefinition;
    await this.#get(DefinitionLibrary).publish(this.database, this.tenantId, definition, this.clock.now());
  }

  async #addUnits(names: string[]): Promise<void> {
    await this.database.query(
      `INSERT INTO tenants (tenant_id, code, name_zh, name_en) VALUES ($1, $2, '杭州市', 'Hangzhou')`,
      [this.tenantId, this.tenantId],
    );
    for (const name of names) {
      const unitId = newId();
      this.#unitIds.set(name, unitId);
      await this.database.query(
        `INSERT INTO units (unit_id, tenant_id, code, name, unit_type, is_group) VALUES ($1, $2, $3, $3, 'department', $4)`,
        [unitId, this.tenantId, name, name in GROUPS],
      );
    }
    for (const [group, members] of Object.entries(GROUPS).filter(([name]) => names.includes(name))) {
      for (const member of members) {
        await this.database.query(
          `INSERT INTO unit_group_members (group_id, member_id, tenant_id) VALUES ($1, $2, $3)`,
          [this.unitId(group), this.unitId(member), this.tenantId],
        );
      }
    }
  }
}

function cellsOf(line: PlanLine): Parameters<typeof kpiTable.save>[2][number]['cells'] {
  return {
    kpi_no: line.no,
    domain: '综合',
    indicator: line.indicator,
    polarity_derived: line.polarity,
    five_year_target: '见规划',
    five_year_operator: '',
    five_year_value_number: null,
    five_year_unit: '',
    year: line.year ?? 2017,
    annual_target: line.target,
    annual_operator: line.operator,
    annual_value_number: line.value,
    annual_unit: line.unit,
    decomposition_type: line.decomposition,
    joint_years: '',
    responsible_units: line.units,
    responsible_unit_codes: line.units,
    source_file: '',
    note: '',
  };
}
