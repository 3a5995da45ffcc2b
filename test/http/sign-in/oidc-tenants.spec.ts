import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SessionView } from '#contracts';
import { everyTenant } from '#platform';
import { addAccount } from '../../../apps/api/src/cli/account-add.js';
import { NewTenants } from '../../../apps/api/src/new-tenants.js';
import { NewOffice } from './new-office.js';
import { TestProvider } from './provider.js';
import { Wanderer } from './wanderer.js';
import { wholeWay } from './way.js';

/** Known by both: the city takes people by their name, a district by their address. */
const PERSON = { preferred_username: 'one', email: 'one@yuhang.example', email_verified: true };
const DISTRICT = 'xihu';

let provider: TestProvider;
let place: NewOffice;
let home: string;

beforeAll(async () => {
  provider = await TestProvider.open();
  place = await NewOffice.open({
    ...provider.settings,
    OIDC_POSTS: `city=office.director@OFFICE,district=leadership@OFFICE@${DISTRICT},city=expert@OFFICE@nowhere`,
    OIDC_LINK_BY: 'username',
  });
  home = place.office.address;
  provider.serve(home);
  await place.hire('one');
  await place.hire('two');
  const code = await everyTenant(async () => {
    const tenants = place.office.app.get(NewTenants);
    await tenants.add({ code: DISTRICT, name: { zh: '西湖区', en: 'Xihu' }, parent: 'main' });
    return tenants.invite(DISTRICT);
  });
  // The same account name, and the same address, as somebody of the first.
  const given = { code, office: '区考评办', account: 'one', email: PERSON.email, password: '西湖考评 2026 年 Ab' };
  const reply = await (await place.office.person()).post('/api/setup', given);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  const owned = { account: 'two', name: '区考评办经办人', email: 'two@xihu.example', tenant: DISTRICT };
  const posts = [{ post: 'office.officer' as const, unitCode: 'OFFICE' }];
  await everyTenant(() => addAccount(place.office.app, { ...owned, posts }, () => undefined));
  // Administrators take no other part; here somebody of the office is wanted.
  await place.office.asOwner(
    `UPDATE post_holdings SET post = 'expert' WHERE post = 'administrator' AND tenant_id = (SELECT tenant_id FROM tenants WHERE code = $1)`,
    [DISTRICT],
  );
}, 60_000);
afterAll(async () => {
  await place.close();
  await provider.close();
});

const session = async (wanderer: Wanderer): Promise<SessionView> =>
  (await (await wanderer.go(`${home}/api/session`)).json()) as SessionView;

/** Signs in to a tenant; answers who that is then. */
async function signIn(subject: string, tenant: string): Promise<SessionView> {
  const wanderer = new Wanderer();
  const end = await wholeWay(home, wanderer, subject, `${home}/api/oidc/start?tenant=${tenant}`);
  expect(end).toBe('/inbox');
  return session(wanderer);
}

test('who comes by the identity provider says to which tenant, and is there the account of that tenant', async () => {
  provider.people['s-1'] = { ...PERSON, groups: [] };
  const [city, district] = [await signIn('s-1', 'main'), await signIn('s-1', DISTRICT)];
  expect([city.account, district.account]).toEqual(['one', 'one']);
  expect(city.accountId).not.toBe(district.accountId);
  expect([city.tenant.code, district.tenant.code]).toEqual(['main', DISTRICT]);
});

test('without one, or with one that is not there, nobody is led anywhere', async () => {
  for (const [query, code] of [
    ['', 'tenant.needed'],
    ['?tenant=nowhere', 'tenant.unknown'],
  ] as const) {
    const reply = await new Wanderer().go(`${home}/api/oidc/start${query}`);
    const to = new URL(reply.headers.get('location') ?? '', home);
    expect([to.pathname, to.searchParams.get('failed')]).toEqual(['/sign-in', code]);
  }
});

test('a name of the provider opens nobody’s account but in the first tenant: elsewhere the same name is somebody else', async () => {
  // No verified address of anybody: the name is all that is known.
  for (const [subject, name] of [
    ['n-1', 'two'],
    ['n-2', 'two'],
  ] as const)
    provider.people[subject] = { preferred_username: name, email: 'two@xihu.example', groups: [] };
  const end = await wholeWay(home, new Wanderer(), 'n-1', `${home}/api/oidc/start?tenant=${DISTRICT}`);
  expect(new URL(end, home).searchParams.get('failed')).toBe('oidc.unknown');
  expect((await signIn('n-1', 'main')).account).toBe('two');
  provider.people['n-2'] = { preferred_username: 'somebody', email: 'two@xihu.example', email_verified: true };
  expect(await signIn('n-2', DISTRICT)).toMatchObject({ account: 'two', tenant: { code: DISTRICT } });
});

test('a group holds its post in one tenant: the first, or the one that the setting names', async () => {
  provider.people['s-1'] = { ...PERSON, groups: ['city', 'district'] };
  const posts = ({ posts: held }: SessionView): string[] => held.map(({ post }) => post).sort();
  expect(posts(await signIn('s-1', 'main'))).toEqual(['office.director', 'office.officer']);
  expect(posts(await signIn('s-1', DISTRICT))).toEqual(['expert', 'leadership']);
  provider.people['s-1'] = { ...PERSON, groups: [] };
  expect(posts(await signIn('s-1', DISTRICT))).toEqual(['expert']);
});

test('a proof of identity is of the session, whatever its tenant', async () => {
  const wanderer = new Wanderer();
  await wholeWay(home, wanderer, 's-1', `${home}/api/oidc/start?tenant=${DISTRICT}`);
  expect(await wholeWay(home, wanderer, 's-1', `${home}/api/oidc/start?renew=1&back=%2Fproved`)).toBe('/proved');
  expect((await session(wanderer)).tenant.code).toBe(DISTRICT);
});
