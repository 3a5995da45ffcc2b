import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { Database, DomainError, SecretBox, type Sql } from '#platform';
import { closeOtherSessions } from '../sessions/close-sessions.js';
import { renewRecoveryCodes, useRecoveryCode, type Owner } from './recovery-codes.js';
import { base32, enrolmentUri, stepOf } from './totp.js';

/** The holder of an account, at one of its sessions. */
export interface Holder extends Owner {
  token: string;
}

/** How an account stands with its second factor. */
export interface FactorState {
  /** Since when it is asked for; null: it is not. */
  since: Date | null;
  /** Recovery codes that were not used yet. */
  codesLeft: number;
}

/** What an authenticator app takes over: by camera, or typed. */
export interface Enrolment {
  secret: string;
  uri: string;
}

const ISSUER = '考评 Kaoping';
const SECRET_BYTES = 20;

/** The second factor of accounts: codes of an authenticator app (RFC 6238), and recovery codes where it is lost. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly operations: OperationLog,
  ) {}

  async state(accountId: string): Promise<FactorState> {
    const [state] = await this.database.query<FactorState>(
      `select factor_since as since, (select count(*)::int from recovery_codes where account_id = $1) as "codesLeft"
         from accounts where account_id = $1`,
      [accountId],
    );
    return state ?? { since: null, codesLeft: 0 };
  }

  /**
   * A fresh secret, which counts once a code of it was given. Refused with `factor.there` where one counts already, `factor.sample`
   * for accounts that everybody shares.
   */
  async begin({ accountId }: Owner): Promise<Enrolment> {
    const secret = randomBytes(SECRET_BYTES);
    const [begun] = await this.database.query<{ account: string }>(
      `with account as (select * from accounts where account_id = $1 and factor_since is null and not is_sample for update),
            begun as (
              insert into second_factors (account_id, tenant_id, sealed_secret) select account_id, tenant_id, $2 from account
              on conflict (account_id) do update set sealed_secret = excluded.sealed_secret, used_step = 0)
       select account from account`,
      [accountId, this.box.seal(secret, accountId)],
    );
    if (!begun) throw await this.#whyNot(accountId);
    return { secret: base32(secret), uri: enrolmentUri(ISSUER, begun.account, secret) };
  }

  /** The first code makes the secret count: answers the recovery codes, and how many other sessions were ended. */
  confirm(holder: Holder, code: string): Promise<{ codes: string[]; ended: number }> {
    return this.database.transaction(async (sql) => {
      if (!(await this.#takeCode(sql, holder.accountId, code))) throw wrongCode('/code');
      const counted = await sql.query(
        `update accounts set factor_since = now() where account_id = $1 and factor_since is null returning 1`,
        [holder.accountId],
      );
      if (counted.length === 0) throw isThere();
      const codes = await renewRecoveryCodes(sql, this.box, holder);
      await this.#note(sql, holder, 'factor.added');
      return { codes, ended: await closeOtherSessions(sql, this.operations, holder.accountId, holder.token) };
    });
  }

  /** Ten other recovery codes; refused with `factor.missing` where there is no factor. */
  renewCodes(holder: Holder): Promise<string[]> {
    return this.database.transaction(async (sql) => {
      const on = `select from accounts where account_id = $1 and factor_since is not null for update`;
      if ((await sql.query(on, [holder.accountId])).length === 0) throw isMissing();
      await this.#note(sql, holder, 'recovery-codes.renewed');
      return renewRecoveryCodes(sql, this.box, holder);
    });
  }

  /** The password alone is enough again; answers how many other sessions were ended. */
  remove(holder: Holder): Promise<number> {
    return this.database.transaction(async (sql) => {
      if (!(await dropFactor(sql, holder.accountId))) throw isMissing();
      await this.#note(sql, holder, 'factor.removed');
      return closeOtherSessions(sql, this.operations, holder.accountId, holder.token);
    });
  }

  /** Whether the account's factor gave this code: of the app, each taken once, or a recovery code, which is used up by it. */
  async takes(sql: Sql, accountId: string, code: string): Promise<boolean> {
    const typed = code.replaceAll(/[\s-]/g, '');
    return /^\d{6}$/.test(typed)
      ? this.#takeCode(sql, accountId, typed)
      : useRecoveryCode(sql, this.box, accountId, typed);
  }

  async #takeCode(sql: Sql, accountId: string, code: string): Promise<boolean> {
    const [factor] = await sql.query<{ sealed: Buffer; usedStep: number; seconds: number }>(
      `select sealed_secret as sealed, used_step::float8 as "usedStep", extract(epoch from now())::float8 as seconds
         from second_factors where account_id = $1`,
      [accountId],
    );
    if (!factor) return false;
    const secret = this.box.open(factor.sealed, accountId);
    if (secret === null) throw isUnreadable();
    const step = stepOf(secret, code, factor.seconds, factor.usedStep);
    if (step === null) return false;
    const taken = await sql.query(
      `update second_factors set used_step = $2 where account_id = $1 and used_step < $2 returning 1`,
      [accountId, step],
    );
    return taken.length > 0;
  }

  #note(sql: Sql, { tenantId, accountId }: Owner, action: string): Promise<void> {
    return this.operations.note(sql, { tenantId, action, object: { kind: 'account', id: accountId } });
  }

  async #whyNot(accountId: string): Promise<DomainError> {
    const [row] = await this.database.query<{ isSample: boolean }>(
      `select is_sample as "isSample" from accounts where account_id = $1`,
      [accountId],
    );
    return row?.isSample ? isSample() : isThere();
  }
}

/** Whether there was a factor that counted; it is gone with its codes. */
export async function dropFactor(sql: Sql, accountId: string): Promise<boolean> {
  const counted = await sql.query(
    `update accounts set factor_since = null where account_id = $1 and factor_since is not null returning 1`,
    [accountId],
  );
  await sql.query(`delete from second_factors where account_id = $1`, [accountId]);
  await sql.query(`delete from recovery_codes where account_id = $1`, [accountId]);
  return counted.length > 0;
}

/** Refused: the code is neither the app's present one nor a recovery code, or was used before. */
export function wrongCode(pointer: string): DomainError {
  const message = {
    zh: '验证码不正确，或已用过。请输入验证器当前显示的六位数字；手机时间须准确。',
    en: 'The code is wrong, or was used already. Enter the six digits that the app shows now; the clock of the phone must be right.',
  };
  return new DomainError('invalid', 'factor.code', message, { errors: [{ pointer, code: 'factor.code', message }] });
}

function isThere(): DomainError {
  return new DomainError('conflict', 'factor.there', {
    zh: '两步验证已经开启。如要换一台设备，请先关闭，再重新开启。',
    en: 'Two-step verification is on already. To use another device, turn it off first, then on again.',
  });
}

function isMissing(): DomainError {
  return new DomainError('missing', 'factor.missing', {
    zh: '两步验证没有开启。请刷新后再看。',
    en: 'Two-step verification is not on. Refresh the page.',
  });
}

function isSample(): DomainError {
  return new DomainError('conflict', 'factor.sample', {
    zh: '这是示例账号，人人共用，不能开启两步验证。正式使用请以 SAMPLE=none 在另一个数据目录（DATA_DIR）启动。',
    en: 'This is an account of the sample, which everybody shares: it takes no second factor. For real use start with SAMPLE=none on another data folder (DATA_DIR).',
  });
}

function isUnreadable(): DomainError {
  return new DomainError('unavailable', 'factor.unreadable', {
    zh: '服务器的密钥文件（KEY_FILE）与数据库不符，无法核对验证码。请联系系统管理员恢复密钥文件，或重置此账号。',
    en: 'The server’s key file (KEY_FILE) does not belong to this database, so codes cannot be checked. Ask an administrator to restore the file, or to reset the account.',
  });
}
