import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import type { Text } from '#contracts';
import { TENANT_CODE } from '#organisation';
import { DomainError } from '#platform';
import { NewTenants } from '../new-tenants.js';

type Say = (line: string) => void;

/** What is done with tenants: one is added, all are listed, or one that waits gets a set-up code anew. */
export type TenantOptions =
  | { command: 'add'; code: string; name: Text; parent: string | null }
  | { command: 'list' }
  | { command: 'code'; code: string };

/**
 * The words after `tenant`; null where they cannot be read, refused with `tenant.unfit` where a code is none. This is a pure
 * function.
 */
export function tenantOptions([command, ...words]: readonly string[]): TenantOptions | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: command === 'code',
      options: {
        code: { type: 'string' },
        name: { type: 'string' },
        'name-en': { type: 'string' },
        parent: { type: 'string' },
      },
    });
    const [named, ...more] = positionals;
    if (command === 'list') return words.length === 0 ? { command } : null;
    if (command === 'code')
      return named !== undefined && more.length === 0 && words.length === 1 ? { command, code: named } : null;
    const [zh, en] = [values.name?.trim() ?? '', values['name-en']?.trim() ?? ''];
    if (command !== 'add' || values.code === undefined || zh === '') return null;
    if (!TENANT_CODE.is.test(values.code)) throw new DomainError('invalid', 'tenant.unfit', TENANT_CODE.says);
    return { command, code: values.code, name: { zh, en: en === '' ? zh : en }, parent: values.parent ?? null };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return null;
  }
}

/** Carries it out; answers the exit code. Refused as `NewTenants` refuses. */
export async function tenant(app: INestApplicationContext, options: TenantOptions, say: Say): Promise<number> {
  const tenants = app.get(NewTenants);
  if (options.command === 'list') {
    for (const { code, name, parentCode, accounts } of await tenants.listed()) {
      const above = parentCode === null ? '' : `，上级 · under ${parentCode}`;
      say(
        `${code}  ${name.zh} · ${name.en}${above}${accounts === 0 ? '，待设置 · waits to be set up' : `，账号 · accounts ${accounts}`}`,
      );
    }
    return 0;
  }
  if (options.command === 'add') {
    await tenants.add(options);
    say(`已建立租户 ${options.code}（${options.name.zh}） · the tenant ${options.code} (${options.name.en}) was added`);
  }
  const code = await tenants.invite(options.code);
  say('请在系统网址后加 /setup?added=1 打开，用此设置码（24 小时内有效，只显示这一次）建立首位系统管理员：');
  say(
    'open /setup?added=1 at the address of the product, and make its first administrator with this code, valid for 24 hours, shown only now:',
  );
  say(code);
  return 0;
}
