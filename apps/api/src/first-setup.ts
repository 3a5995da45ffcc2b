import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import {
  Accounts,
  hashPassword,
  passwordProblems,
  SetupCodes,
  SignInPolicy,
  Tenants,
  unfitPassword,
} from '#organisation';
import type { SetupDone, SetupView } from '#contracts';
import { Clock, Database, DomainError, newId, type Sql } from '#platform';
import { FIRST, NewTenants } from './new-tenants.js';

/** What the first administrator says of the organisation and of themselves. */
export interface Setup {
  code: string;
  /** Whose targets are evaluated: 杭州市. Null for a tenant that was added: its name is given already. */
  organisation: string | null;
  /** The evaluation office, the unit that the administrator belongs to: 市考评办. */
  office: string;
  account: string;
  email: string;
  password: string;
}

const OFFICE = 'OFFICE';
// Any number will do, as long as every process takes the same.
const ONE_AT_A_TIME = 2017_0104;

/** Makes an empty product, or a tenant that was added to it, one that somebody can sign in to. There is no password that was there before. */
@Injectable()
export class FirstSetup {
  constructor(
    private readonly database: Database,
    private readonly codes: SetupCodes,
    private readonly tenants: Tenants,
    private readonly accounts: Accounts,
    private readonly newTenants: NewTenants,
    private readonly operations: OperationLog,
    private readonly clock: Clock,
    private readonly policy: SignInPolicy,
  ) {}

  /** Whether there is no account yet. */
  async isNeeded(): Promise<boolean> {
    return (await this.database.query(`SELECT FROM accounts LIMIT 1`)).length === 0;
  }

  /** Whether the product waits, and whether what waits was added by the operator: then it has a name and a code of its own. */
  async view(): Promise<SetupView> {
    const needed = await this.isNeeded();
    return { needed, added: needed && (await this.#hasAdded()) };
  }

  /** The code for the terminal; null where the product is set up, or the operator added its tenants, each with a code of its own. */
  async invite(): Promise<string | null> {
    const isFirst = (await this.isNeeded()) && !(await this.#hasAdded());
    return isFirst ? this.codes.renew(this.database, null) : null;
  }

  /**
   * Adds the organisation, its calendar and workflows, and its administrator; to a tenant that was added, its office and its
   * administrator. Refused with `setup.done` where somebody can sign in already, `setup.code` where the code does not hold,
   * `setup.organisation` where the first is not named, `password.unfit` where the password is too simple. What an interrupted
   * attempt left is completed by the next: the codes count until an account is there.
   */
  async carryOut(setup: Setup): Promise<SetupDone> {
    const opened = await this.codes.opens(this.database, setup.code);
    if (opened === undefined) throw await this.#noCode();
    const named = opened === null ? setup.organisation : (await this.#added(opened)).name.zh;
    if (named === null) throw nameless();
    const { account, office } = setup;
    const problems = passwordProblems(
      this.policy.password,
      setup.password,
      { account, names: [named, office] },
      '/password',
    );
    if (problems.length > 0) throw unfitPassword(problems);
    const passwordHash = await hashPassword(setup.password);
    return this.database.transaction(async (sql) => {
      await sql.query(`SELECT pg_advisory_xact_lock($1)`, [ONE_AT_A_TIME]);
      if (!(await this.#waits(sql, opened))) throw done();
      await this.codes.end(sql, opened);
      const tenantId = await this.#organisation(opened, named, office);
      await this.newTenants.equip(tenantId);
      const administrator = {
        account,
        name: { zh: `${office}系统管理员`, en: 'Administrator' },
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
        details: { organisation: named },
      });
      return { tenant: (await this.tenants.ref(sql, tenantId)).code, account };
    });
  }

  /** Why a code opens nothing, and where another one is to be had. */
  async #noCode(): Promise<DomainError> {
    const { needed, added } = await this.view();
    return needed ? (added ? wrongOfAdded() : wrong()) : done();
  }

  /** Whether there is nobody yet who can sign in to the tenant, or with null to any. */
  async #waits(sql: Sql, tenantId: string | null): Promise<boolean> {
    if (tenantId === null) return (await this.isNeeded()) && !(await this.#hasAdded());
    return (await sql.query(`SELECT FROM accounts WHERE tenant_id = $1 LIMIT 1`, [tenantId])).length === 0;
  }

  async #hasAdded(): Promise<boolean> {
    return (await this.tenants.all(this.database)).some(({ code }) => code !== FIRST);
  }

  async #added(tenantId: string): Promise<{ name: { zh: string } }> {
    const tenant = (await this.tenants.all(this.database)).find((one) => one.tenantId === tenantId);
    if (!tenant) throw wrongOfAdded();
    return tenant;
  }

  /** The tenant with its office, named as was said last; committed at once, for the publishers to see. */
  #organisation(added: string | null, organisation: string, office: string): Promise<string> {
    return this.database.transaction(async (sql) => {
      const tenantId = added ?? (await this.#first(sql, organisation));
      await sql.query(
        `INSERT INTO units (unit_id, tenant_id, code, name, unit_type) VALUES ($1, $2, '${OFFICE}', $3, 'evaluation_office')
         ON CONFLICT (tenant_id, code) DO UPDATE SET name = excluded.name`,
        [newId(), tenantId, office],
      );
      return tenantId;
    });
  }

  async #first(sql: Sql, organisation: string): Promise<string> {
    const name = { zh: organisation, en: organisation };
    const { tenantId } =
      (await this.tenants.withCode(sql, FIRST)) ?? (await this.tenants.add(sql, { code: FIRST, name }));
    await sql.query(`UPDATE tenants SET name_zh = $2, name_en = $2 WHERE tenant_id = $1`, [tenantId, organisation]);
    return tenantId;
  }
}

function done(): DomainError {
  return new DomainError('conflict', 'setup.done', {
    zh: '系统已经完成首次设置，请直接登录。设置新增的地区时，请核对设置码，或请运维人员用 npm run kaoping -- tenant code <代码> 另取一个。',
    en: 'The product is set up already. Sign in. Where a tenant was added, compare its set-up code, or ask whoever runs the server for another: npm run kaoping -- tenant code <code>.',
  });
}

function wrong(): DomainError {
  return new DomainError('forbidden', 'setup.code', {
    zh: '设置码不对或已失效。请核对服务器启动时显示的设置码；重新启动会显示新的一个。',
    en: 'The set-up code is wrong or has expired. Compare it with the one that the server printed when it started; a restart prints a new one.',
  });
}

function wrongOfAdded(): DomainError {
  return new DomainError('forbidden', 'setup.code', {
    zh: '设置码不对或已失效。请核对建立本地区时显示的设置码，或请运维人员用 npm run kaoping -- tenant code <代码> 另取一个。',
    en: 'The set-up code is wrong or has expired. Compare it with the one that was shown when the tenant was added, or ask whoever runs the server for another: npm run kaoping -- tenant code <code>.',
  });
}

function nameless(): DomainError {
  return new DomainError('invalid', 'setup.organisation', {
    zh: '请填写组织名称，例如“杭州市”。',
    en: 'Name the organisation, as in “Hangzhou”.',
  });
}
