import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { AccountResets, drawnPassword, hashPassword } from '#organisation';
import { Database, DomainError } from '#platform';
import { HomeTenant } from '../home-tenant.js';

/** Whose account is reset, and in which tenant; where that is left out, there is only one. */
export interface ResetOptions {
  account: string;
  tenant?: string;
}

/** The words after `account reset`: the account, `--tenant`; null where they cannot be read. This is a pure function. */
export function resetOptions(words: readonly string[]): ResetOptions | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { tenant: { type: 'string' } },
    });
    const [account, ...more] = positionals;
    if (account === undefined || more.length > 0) return null;
    const { tenant } = values;
    return { account: account.trim().toLowerCase(), ...(tenant !== undefined && { tenant }) };
  } catch {
    return null;
  }
}

/**
 * For whoever lost password or second factor, once somebody has made sure who they are: a first password again, said once, and no
 * second factor. Refused with `account.missing`.
 */
export async function resetAndSay(
  app: INestApplicationContext,
  { account, tenant }: ResetOptions,
  say: (line: string) => void,
): Promise<number> {
  const password = drawnPassword();
  const [tenantId, hash] = [await app.get(HomeTenant).id(tenant), await hashPassword(password)];
  const isReset = await app
    .get(Database)
    .transaction((sql) => app.get(AccountResets).reset(sql, tenantId, account, hash));
  if (!isReset) throw missing(account);
  say(`账号 ${account} 已重置：两步验证已关闭，各处登录已退出。新的初始密码只显示这一次，请转交本人，登录时须另设：`);
  say(
    `account ${account} was reset: no second factor, no open session; its first password is shown only now, and the next sign-in asks for another:`,
  );
  say(password);
  return 0;
}

function missing(account: string): DomainError {
  return new DomainError('missing', 'account.missing', {
    zh: `没有账号 ${account}（示例账号不能重置）。请核对账号名。`,
    en: `There is no account ${account} (those of the sample cannot be reset). Check the name.`,
  });
}
