import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { CHINA_YEARS } from '#calendar';
import {
  Accounts,
  Calendars,
  hashPassword,
  passwordProblems,
  SetupCodes,
  SignInPolicy,
  Tenants,
  unfitPassword,
} from '#organisation';
import { Clock, Database, DomainError, newId } from '#platform';
import { WorkflowPublisher } from './workflow-publisher.js';

/** What the first administrator says of the organisation and of themselves. */
export interface Setup {
  code: string;
  /** Whose targets are evaluated: 杭州市. */
  organisation: string;
  /** The evaluation office, the unit that the administrator belongs to: 市考评办. */
  office: string;
  account: string;
  email: string;
  password: string;
}

/** The code of the tenant that is set up; the sample's is another. */
const TENANT = 'main';
const OFFICE = 'OFFICE';
// Any number will do, as long as every process takes the same.
const ONE_AT_A_TIME = 2017_0104;

/** Makes an empty product one that somebody can sign in to. There is no password that was there before. */
@Injectable()
export class FirstSetup {
  constructor(
    private readonly database: Database,
    private readonly codes: SetupCodes,
    private readonly tenants: Tenants,
    private readonly accounts: Accounts,
    private readonly calendars: Calendars,
    private readonly publisher: WorkflowPublisher,
    private readonly operations: OperationLog,
    private readonly clock: Clock,
    private readonly policy: SignInPolicy,
  ) {}

  /** Whether there is no account yet. */
  async isNeeded(): Promise<boolean> {
    return (await this.database.query(`SELECT FROM accounts LIMIT 1`)).length === 0;
  }

  /** The code for the terminal; null where the product is set up. */
  async invite(): Promise<string | null> {
    return (await this.isNeeded()) ? this.codes.renew(this.database) : null;
  }

  /**
   * Adds the organisation, its calendar and workflows, and its administrator. Refused with `setup.done` where somebody can sign
   * in already, `setup.code` where the code does not hold, `password.unfit` where the password is too simple. What an
   * interrupted attempt left is completed by the next: the codes count until an account is there.
   */
  async carryOut(setup: Setup): Promise<void> {
    if (!(await this.isNeeded())) throw done();
    await this.codes.mustHold(this.database, setup.code);
    const { account, organisation, office } = setup;
    const names = [organisation, office];
    const problems = passwordProblems(this.policy.password, setup.password, { account, names }, '/password');
    if (problems.length > 0) throw unfitPassword(problems);
    const passwordHash = await hashPassword(setup.password);
    await this.database.transaction(async (sql) => {
      await sql.query(`SELECT pg_advisory_xact_lock($1)`, [ONE_AT_A_TIME]);
      if (!(await this.isNeeded())) throw done();
      await this.codes.end(sql);
      const tenantId = await this.#organisation(setup);
      await this.#publish(tenantId);
      const administrator = {
        account: setup.account,
        name: { zh: `${setup.office}系统管理员`, en: 'Administrator' },
        email: setup.email,
        locale: 'zh' as const,
        passwordHash,
        hasOwnPassword: true,
        posts: [{ post: 'administrator' as const, unitCode: OFFICE }],
      };
      await this.accounts.add(sql, tenantId, [administrator], this.clock.now());
      await this.operations.note(sql, {
        tenantId,
        action: 'setup.carried-out',
        details: { organisation: setup.organisation },
      });
    });
  }

  /** What ships with this release, to a product that was set up with an earlier one. */
  async keepUp(): Promise<void> {
    const tenant = await this.tenants.withCode(this.database, TENANT);
    if (tenant) await this.#publish(tenant.tenantId);
  }

  /** Whether this database is in use for real, not for the sample. */
  async isForReal(): Promise<boolean> {
    return (await this.tenants.withCode(this.database, TENANT)) !== null;
  }

  async #publish(tenantId: string): Promise<void> {
    await this.calendars.publish(tenantId, CHINA_YEARS);
    await this.publisher.publish(tenantId);
  }

  /** The tenant with its office, named as was said last; committed at once, for the publishers to see. */
  #organisation({ organisation, office }: Setup): Promise<string> {
    return this.database.transaction(async (sql) => {
      const name = { zh: organisation, en: organisation };
      const { tenantId } =
        (await this.tenants.withCode(sql, TENANT)) ?? (await this.tenants.add(sql, { code: TENANT, name }));
      await sql.query(`UPDATE tenants SET name_zh = $2, name_en = $2 WHERE tenant_id = $1`, [tenantId, organisation]);
      await sql.query(
        `INSERT INTO units (unit_id, tenant_id, code, name, unit_type) VALUES ($1, $2, '${OFFICE}', $3, 'evaluation_office')
         ON CONFLICT (tenant_id, code) DO UPDATE SET name = excluded.name`,
        [newId(), tenantId, office],
      );
      return tenantId;
    });
  }
}

function done(): DomainError {
  return new DomainError('conflict', 'setup.done', {
    zh: '系统已经完成首次设置，请直接登录。',
    en: 'The product is set up already. Sign in.',
  });
}
