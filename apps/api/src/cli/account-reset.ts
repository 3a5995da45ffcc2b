import type { INestApplicationContext } from '@nestjs/common';
import { AccountResets, drawnPassword, hashPassword } from '#organisation';
import { Database, DomainError } from '#platform';
import { HomeTenant } from '../home-tenant.js';

/**
 * For whoever lost password or second factor, once somebody has made sure who they are: a first password again, said once, and no
 * second factor. Refused with `account.missing`.
 */
export async function resetAndSay(
  app: INestApplicationContext,
  account: string,
  say: (line: string) => void,
): Promise<number> {
  const password = drawnPassword();
  const [tenantId, hash] = [await app.get(HomeTenant).id(), await hashPassword(password)];
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
