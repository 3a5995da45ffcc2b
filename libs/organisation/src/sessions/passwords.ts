import { Injectable } from '@nestjs/common';
import { OperationLog, type Operation } from '#audit';
import type { FieldProblem } from '#contracts';
import { Database, DomainError, newId } from '#platform';
import { hashPassword, verifyPassword } from './password.js';
import { passwordProblems, unfitPassword } from './password-rules.js';
import { Sessions } from './sessions.js';
import { countTry, forgetFailures } from './sign-in-failures.js';

/** So many passwords, the present one among them, are not taken again. */
const REMEMBERED = 5;

interface Kept {
  account: string;
  hash: string;
  isSample: boolean;
  former: string[];
}

/** Changes passwords. */
@Injectable()
export class Passwords {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly operations: OperationLog,
  ) {}

  /**
   * The holder of an account changes its password; every other session of it ends, and how many is answered. Refused with
   * `password.wrong` where the present one is not right, which counts as a failed sign-in; `password.unfit` where the new one is
   * too simple or was used before; `password.sample` for accounts whose password everybody knows.
   */
  async change(
    who: { tenantId: string; accountId: string; token: string },
    { present, next }: { present: string; next: string },
  ): Promise<number> {
    const kept = await this.#kept(who.accountId);
    if (kept.isSample) throw isSample();
    await countTry(this.database, { tenantId: who.tenantId, account: kept.account, address: null });
    if (!(await verifyPassword(present, kept.hash))) {
      await this.operations.note(this.database, {
        ...noted(who),
        outcome: 'refused',
        details: { code: 'password.wrong' },
      });
      throw wrong();
    }
    await forgetFailures(this.database, who.tenantId, kept.account);
    const problems = passwordProblems(next, kept.account, '/next');
    if (problems.length === 0 && (await isOneOf(next, [kept.hash, ...kept.former]))) problems.push(USED);
    if (problems.length > 0) throw unfitPassword(problems);
    const hash = await hashPassword(next);
    return this.database.transaction(async (sql) => {
      const changed = await sql.query(
        `update accounts set password_hash = $3 where account_id = $1 and password_hash = $2 returning 1`,
        [who.accountId, kept.hash, hash],
      );
      // Somebody else has just changed it: what was typed as the present one is not, any more.
      if (changed.length === 0) throw wrong();
      await sql.query(
        `insert into former_passwords (former_id, tenant_id, account_id, password_hash) values ($1, $2, $3, $4)`,
        [newId(), who.tenantId, who.accountId, kept.hash],
      );
      await sql.query(
        `delete from former_passwords where account_id = $1 and former_id not in (
           select former_id from former_passwords where account_id = $1 order by former_id desc limit ${REMEMBERED - 1})`,
        [who.accountId],
      );
      await this.operations.note(sql, noted(who));
      return this.sessions.closeOthers(sql, who.accountId, who.token);
    });
  }

  async #kept(accountId: string): Promise<Kept> {
    const [kept] = await this.database.query<Kept>(
      `select account, password_hash as hash, is_sample as "isSample",
              array(select password_hash from former_passwords f where f.account_id = a.account_id order by former_id desc) as former
         from accounts a where account_id = $1`,
      [accountId],
    );
    if (!kept) throw new Error(`account ${accountId} is signed in, and does not exist`);
    return kept;
  }
}

const USED: FieldProblem = {
  pointer: '/next',
  code: 'password.used',
  message: {
    zh: `不能用最近 ${REMEMBERED} 次用过的密码。`,
    en: `None of the last ${REMEMBERED} passwords is taken again.`,
  },
};

function noted({ tenantId, accountId }: { tenantId: string; accountId: string }): Operation {
  return { tenantId, action: 'password.changed', object: { kind: 'account', id: accountId } };
}

/** Whether the password has one of these hashes; one after the other, for each takes its share of memory. */
async function isOneOf(password: string, hashes: readonly string[]): Promise<boolean> {
  for (const hash of hashes) if (await verifyPassword(password, hash)) return true;
  return false;
}

function wrong(): DomainError {
  const message = { zh: '当前密码不正确，请重新输入。', en: 'The current password is wrong. Enter it again.' };
  return new DomainError('invalid', 'password.wrong', message, {
    errors: [{ pointer: '/present', code: 'password.wrong', message }],
  });
}

function isSample(): DomainError {
  return new DomainError('conflict', 'password.sample', {
    zh: '这是示例账号，密码人人可见，不能修改。正式使用请以 SAMPLE=none 在另一个数据目录（DATA_DIR）启动。',
    en: 'This is an account of the sample, whose password everybody can see; it stays. For real use start with SAMPLE=none on another data folder (DATA_DIR).',
  });
}
