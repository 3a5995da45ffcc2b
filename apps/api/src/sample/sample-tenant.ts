import { Injectable } from '@nestjs/common';
import type { SampleAccount, UnitRef } from '#contracts';
import { CHINA_YEARS } from '#calendar';
import { filesIn, Importer } from '#exchange';
import {
  Accounts,
  Calendars,
  hashedSampleAccounts,
  sampleAccounts,
  SAMPLE_PASSWORD,
  Tenants,
  type Tenant,
} from '#organisation';
import { Database, everyTenant, type Sql } from '#platform';
import { sampleFolder } from '../paths.js';
import { WorkflowPublisher } from '../workflow-publisher.js';
import { MovableClock } from './movable-clock.js';

const CODE = 'hangzhou';
const BEGINS = '2017-01-03T09:00:00+08:00';
const LOADED = 'sample.loaded';
/** Units with whom a newcomer plays the story of a year: their targets show a return, and a countersign. */
const OF_THE_STORY = ['HZ-HBJ', 'HZ-RCB'];

/** The sample: Hangzhou's units, plan and opinions, as an office finds them on the first working day of 2017. */
@Injectable()
export class SampleTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: Tenants,
    private readonly calendars: Calendars,
    private readonly accountBook: Accounts,
    private readonly importer: Importer,
    private readonly publisher: WorkflowPublisher,
    private readonly clock: MovableClock,
  ) {}

  /** Whether it was loaded, or begun to be. */
  async isThere(): Promise<boolean> {
    const tenant = await this.tenants.withCode(this.database, CODE);
    return tenant !== null && (await this.tenants.setting(this.database, tenant.tenantId, LOADED)) !== undefined;
  }

  /** Loads it where it is not loaded yet; what an interrupted start left behind is completed. */
  async load(say: (line: string) => void): Promise<void> {
    const { tenantId } = (await this.tenants.withCode(this.database, CODE)) ?? (await this.#begin());
    if ((await this.tenants.setting(this.database, tenantId, LOADED)) === true) {
      await this.publisher.publish(tenantId);
      await this.database.transaction((sql) => this.#addPeople(sql, tenantId));
      return;
    }
    say('正在装载示例数据（杭州市 2017） · loading the sample (Hangzhou 2017) …');
    await this.clock.begin(new Date(BEGINS), this.database);
    await this.calendars.publish(tenantId, CHINA_YEARS);
    await this.publisher.publish(tenantId);
    const report = await this.importer.import(tenantId, await filesIn(`${sampleFolder}/${CODE}`));
    if (!report.done) throw new Error(`the sample cannot be imported: ${JSON.stringify(report.problems.slice(0, 5))}`);
    await this.database.transaction(async (sql) => {
      await this.#addPeople(sql, tenantId);
      await this.tenants.set(sql, tenantId, LOADED, true);
    });
  }

  /** The tenant, marked as the sample from its first moment: a real city may have the same code. */
  #begin(): Promise<Tenant> {
    return this.database.transaction(async (sql) => {
      const tenant = await this.tenants.add(sql, {
        code: CODE,
        name: { zh: '杭州市（示例）', en: 'Hangzhou (sample)' },
      });
      await this.tenants.set(sql, tenant.tenantId, LOADED, false);
      return tenant;
    });
  }

  /** The accounts that the sign-in page offers; of the units, those of the story come first. */
  accounts(): Promise<SampleAccount[]> {
    return everyTenant(() => this.#accounts());
  }

  async #accounts(): Promise<SampleAccount[]> {
    const tenant = await this.tenants.withCode(this.database, CODE);
    if (!tenant) return [];
    const units = await this.#units(tenant.tenantId);
    const first = OF_THE_STORY.flatMap((code) => units.filter((unit) => unit.code === code));
    return sampleAccounts([...first, ...units.filter((unit) => !first.includes(unit))]).map(
      ({ account, password, name, role, roleTitle }) => ({
        tenant: CODE,
        account,
        password,
        name,
        role,
        roleTitle,
      }),
    );
  }

  /** A few accounts for the terminal. */
  async introduction(): Promise<string[]> {
    const accounts = await this.accounts();
    const first = (role: string): string => accounts.find((account) => account.role === role)?.account ?? '';
    return [
      `示例账号（密码均为 ${SAMPLE_PASSWORD}） · sample accounts (password ${SAMPLE_PASSWORD}):`,
      `  考评办经办人 ${first('office.officer')}   考评办负责人 ${first('office.director')}   市领导 ${first('leadership')}   系统管理员 ${first('administrator')}`,
      `  安全管理员 ${first('security.administrator')}   安全审计员 ${first('audit.administrator')}`,
      `  单位经办人 hz-hbj.operator   单位领导 hz-hbj.leader   （登录页有全部账号 · all of them on the sign-in page）`,
    ];
  }

  /** Adds the accounts that are not there yet: a later release may know more of them. */
  async #addPeople(sql: Sql, tenantId: string): Promise<void> {
    const people = await hashedSampleAccounts(await this.#units(tenantId));
    await this.accountBook.add(sql, tenantId, people, this.clock.now());
  }

  /** Units that the sample's plan and opinions give work to. */
  #units(tenantId: string): Promise<UnitRef[]> {
    return this.database.query<UnitRef>(
      `WITH RECURSIVE named AS (
         SELECT lead.unit_id FROM plan_kpi_years y CROSS JOIN LATERAL unnest(y.unit_ids) AS lead(unit_id) WHERE y.tenant_id = $1
         UNION SELECT lead.unit_id FROM opinions o CROSS JOIN LATERAL unnest(o.lead_unit_ids) AS lead(unit_id) WHERE o.tenant_id = $1
         UNION SELECT m.member_id FROM named n JOIN unit_group_members m ON m.group_id = n.unit_id)
       SELECT u.unit_id AS "unitId", u.code, u.name, coalesce(nullif(u.name_en, ''), u.name) AS "nameEn"
       FROM named JOIN units u USING (unit_id) WHERE NOT u.is_group ORDER BY u.code`,
      [tenantId],
    );
  }
}
