import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import type { Post } from '#contracts';
import {
  ACCOUNT_NAME,
  Accounts,
  drawnPassword,
  hasSecurityAdministrator,
  hashPassword,
  isPost,
  POSTS,
  postTitle,
} from '#organisation';
import { Clock, Database, DomainError } from '#platform';
import { HomeTenant } from '../home-tenant.js';
import { MovableClock } from '../sample/movable-clock.js';

/** A person's account as the command names it. */
export interface AccountOptions {
  account: string;
  name: string;
  email: string;
  posts: { post: Post; unitCode: string }[];
  /** Code of the tenant; where it is left out, there is only one. */
  tenant?: string;
}

const MAIL = /^[^\s@]+@[^\s@]+$/;

/**
 * The words after `account add`: the account, `--name`, `--email`, for each post that it holds `--post <post>@<unit code>`, `--tenant`.
 * Null where they cannot be read; refused with `account.unfit` where one of them does not fit. This is a pure function.
 */
export function accountOptions(words: readonly string[]): AccountOptions | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        email: { type: 'string' },
        post: { type: 'string', multiple: true },
        tenant: { type: 'string' },
      },
    });
    const [account, ...more] = positionals;
    const { name, email, post = [], tenant } = values;
    if (account === undefined || more.length > 0 || !name?.trim() || !email || post.length === 0) return null;
    if (!ACCOUNT_NAME.is.test(account)) throw unfit(ACCOUNT_NAME.says);
    if (!MAIL.test(email)) throw unfit({ zh: `“${email}”不是邮箱地址。`, en: `“${email}” is no mail address.` });
    const given = { account, name: name.trim(), email, posts: post.map(holdingOf) };
    return tenant === undefined ? given : { ...given, tenant };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return null;
  }
}

/**
 * Adds the account with a password that is drawn, and said once; refused with `account.taken` where there is one of that name,
 * `account.by-proposal` where two administrators can do it in two steps.
 */
export async function addAccount(
  app: INestApplicationContext,
  { account, name, email, posts, tenant }: AccountOptions,
  say: (line: string) => void,
): Promise<number> {
  await app.get(MovableClock).refresh();
  const tenantId = await app.get(HomeTenant).id(tenant);
  if (await hasSecurityAdministrator(app.get(Database), tenantId)) throw byProposal();
  const password = drawnPassword();
  const person = {
    account,
    name: { zh: name, en: name },
    email,
    locale: 'zh' as const,
    passwordHash: await hashPassword(password),
    posts,
  };
  const added = await app
    .get(Database)
    .transaction((sql) => app.get(Accounts).add(sql, tenantId, [person], app.get(Clock).now()));
  if (added === 0) throw taken(account);
  say(`已建立账号 ${account}（${name}），初始密码只显示这一次，请转交本人，首次登录时须另设：`);
  say(`account ${account} was added; its first password is shown only now; the first sign-in asks for another:`);
  say(password);
  return 0;
}

function holdingOf(words: string): { post: Post; unitCode: string } {
  const [post = '', unitCode = ''] = words.split('@', 2);
  if (isPost(post) && unitCode !== '') return { post, unitCode };
  const known = POSTS.map((one) => `${one}（${postTitle(one).zh}）`).join('、');
  throw unfit({
    zh: `“${words}”不是“岗位@单位代码”。岗位有：${known}。`,
    en: `“${words}” is not “post@unit code”. Posts: ${POSTS.join(', ')}.`,
  });
}

function unfit(detail: { zh: string; en: string }): DomainError {
  return new DomainError('invalid', 'account.unfit', detail);
}

/** The terminal is a way round the two steps: it is closed as soon as both can be taken. */
function byProposal(): DomainError {
  return new DomainError('conflict', 'account.by-proposal', {
    zh: '已有安全管理员，账号须由系统管理员在“账号与岗位”页面提出、安全管理员审批。',
    en: 'There is a security administrator: the system administrator asks for accounts on the page “Accounts and posts”, and the security administrator approves.',
  });
}

function taken(account: string): DomainError {
  return new DomainError('conflict', 'account.taken', {
    zh: `账号 ${account} 已经有了，没有改动。请换一个账号名。`,
    en: `There is an account ${account} already, and it was left as it is. Choose another name.`,
  });
}
