import type { Post } from '#contracts';
import { ROUTES } from '../routes.js';
import type { Line } from './line.js';
import type { Sent } from './requests.js';

/** Somebody of every post. */
const PEOPLE: Record<string, Post> = {
  'hz-kpb.officer1': 'office.officer',
  'hz-kpb.director': 'office.director',
  'hz-kpb.admin': 'administrator',
  'hz-kpb.security': 'security.administrator',
  'hz-kpb.audit': 'audit.administrator',
  'hz-szf.leader1': 'leadership',
  'hz-hbj.operator': 'unit.operator',
  'hz-hbj.leader': 'unit.leader',
};

/** Whose sessions, passwords and second factors are tried, and who may be locked: they do nothing else. */
const EXPENDABLE = ['jxw', 'kw', 'jtj', 'mzj', 'fgw', 'rsj'].flatMap((unit) => [
  `hz-${unit}.operator`,
  `hz-${unit}.leader`,
]);

const OWN_ACCOUNT = /^\w+ \/api\/(session|factor|oidc)/;

/** Who sends the request of this number: mostly one whom the route is open to, now and then anybody, or nobody. */
export function askerOf({ route }: Sent, number: number): string | null {
  const all = [...Object.keys(PEOPLE), null];
  const open = Object.entries(PEOPLE).flatMap(([account, post]) => (ROUTES[route]?.includes(post) ? [account] : []));
  const some = OWN_ACCOUNT.test(route) ? EXPENDABLE : number % 4 === 0 || open.length === 0 ? all : open;
  return some[Math.floor(number / 4) % some.length] ?? null;
}

/** Signs everybody in; the ids of the accounts that may be locked. */
export async function signInAll(line: Line): Promise<string[]> {
  for (const account of Object.keys(PEOPLE)) await signIn(line, account);
  const ids: string[] = [];
  for (const account of EXPENDABLE) ids.push(await signIn(line, account));
  return ids;
}

/** Whoever is locked by now stays out. */
export async function signInAgain(line: Line, account: string): Promise<void> {
  await (EXPENDABLE.includes(account) ? line.signIn(account) : signIn(line, account));
}

async function signIn(line: Line, account: string): Promise<string> {
  const { status, text } = await line.signIn(account);
  if (status !== 201) throw new Error(`${account} cannot sign in: ${text}`);
  return (JSON.parse(text) as { accountId: string }).accountId;
}
