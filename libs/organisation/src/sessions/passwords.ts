import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { Database, DomainError, newId } from '#platform';
import { mustKnowPassword, type Ground, wrongPassword } from './own-password.js';
import { hashPassword, verifyPassword } from './password.js';
import { passwordProblems, unfitPassword, usedPassword } from './password-rules.js';
import { Sessions } from './sessions.js';
import { SignInPolicy } from './sign-in-policy.js';

interface Kept {
  account: string;
  /** Null: another place says who it is. */
  hash: string | null;
  /** What the tenant and the account's units are called. */
  names: string[];
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
    private readonly policy: SignInPolicy,
  ) {}

  get #ground(): Ground {
    const { database, operations, policy } = this;
    return { database, operations, policy };
  }

  /**
   * The holder of an account changes its password; every other session of it ends, and how many is answered. Refused with
   * `password.wrong` where the present one is not right, which counts as a failed sign-in; `password.unfit` where the new one
   * breaks a rule or was used before; `password.sample` for accounts whose password everybody knows; `password.elsewhere` for
   * accounts without one.
   */
  async change(
    who: { tenantId: string; accountId: string; token: string },
    { present, next }: { present: string; next: string },
  ): Promise<number> {
    const kept = await this.#kept(who.accountId);
    if (kept.isSample) throw isSample();
    const { password: rules } = this.policy;
    const known = { ...kept, tenantId: who.tenantId, accountId: who.accountId };
    const action = 'password.changed';
    const presentHash = await mustKnowPassword(this.#ground, known, { password: present, pointer: '/present', action });
    const problems = passwordProblems(rules, next, kept, '/next');
    const former = [presentHash, ...kept.former].slice(0, rules.remembered);
    if (problems.length === 0 && (await isOneOf(next, former))) problems.push(usedPassword(rules, '/next'));
    if (problems.length > 0) throw unfitPassword(problems);
    const hash = await hashPassword(next);
    return this.database.transaction(async (sql) => {
      const changed = await sql.query(
        `update accounts set password_hash = $3, password_set_at = now(), password_is_first = false
          where account_id = $1 and password_hash = $2 returning 1`,
        [who.accountId, presentHash, hash],
      );
      // Somebody else has just changed it: what was typed as the present one is not, any more.
      if (changed.length === 0) throw wrongPassword('/present');
      await sql.query(
        `insert into former_passwords (former_id, tenant_id, account_id, password_hash) values ($1, $2, $3, $4)`,
        [newId(), who.tenantId, who.accountId, presentHash],
      );
      await sql.query(
        `delete from former_passwords where account_id = $1 and former_id not in (
           select former_id from former_passwords where account_id = $1 order by former_id desc limit $2)`,
        [who.accountId, Math.max(rules.remembered - 1, 0)],
      );
      await this.operations.note(sql, {
        tenantId: who.tenantId,
        action,
        object: { kind: 'account', id: who.accountId },
      });
      return this.sessions.closeOthers(sql, who.accountId, who.token);
    });
  }

  async #kept(accountId: string): Promise<Kept> {
    const [kept] = await this.database.query<Kept>(
      `select account, password_hash as hash, is_sample as "isSample",
              array(select password_hash from former_passwords f where f.account_id = a.account_id order by former_id desc) as former,
              array(select name_zh from tenants t where t.tenant_id = a.tenant_id union select code from tenants t where t.tenant_id = a.tenant_id
                    union select u.name from post_holdings h join units u using (unit_id) where h.account_id = a.account_id) as names
         from accounts a where account_id = $1`,
      [accountId],
    );
    if (!kept) throw new Error(`account ${accountId} is signed in, and does not exist`);
    return kept;
  }
}

/** Whether the password has one of these hashes; one after the other, for each takes its share of memory. */
async function isOneOf(password: string, hashes: readonly string[]): Promise<boolean> {
  for (const hash of hashes) if (await verifyPassword(password, hash)) return true;
  return false;
}

function isSample(): DomainError {
  return new DomainError('conflict', 'password.sample', {
    zh: '这是示例账号，密码人人可见，不能修改。正式使用请以 SAMPLE=none 在另一个数据目录（DATA_DIR）启动。',
    en: 'This is an account of the sample, whose password everybody can see; it stays. For real use start with SAMPLE=none on another data folder (DATA_DIR).',
  });
}
