import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { OidcLeaving, OidcView, Problem, SessionView } from '#contracts';
import { Clock } from '#platform';
import { Office } from '../office.js';
import { NewOffice } from './new-office.js';
import { TestProvider } from './provider.js';
import { Wanderer } from './wanderer.js';
import { wayOf, wholeWay } from './way.js';

const OWN = '环城北路 81 Ab';
const VERIFIED = { email: 'KPB.one@yuhang.example', email_verified: true };

let provider: TestProvider;
let place: NewOffice;
let home: string;

beforeAll(async () => {
  provider = await TestProvider.open();
  place = await NewOffice.open({
    ...provider.settings,
    OIDC_POSTS: 'officers=office.officer@OFFICE,leads=office.director@OFFICE',
  });
  home = place.office.address;
  provider.serve(home);
  for (const account of ['kpb.one', 'kpb.two', 'kpb.three']) await place.hire(account);
});
beforeEach(() => place.database.query(`delete from account_identities`));
afterAll(async () => {
  await place.close();
  await provider.close();
});

const wayBack = (wanderer: Wanderer, subject: string, start?: string): Promise<string> =>
  wayOf(home, wanderer, subject, start);
const signIn = (wanderer: Wanderer, subject: string, start?: string): Promise<string> =>
  wholeWay(home, wanderer, subject, start);

const session = async (wanderer: Wanderer): Promise<SessionView & Problem> =>
  (await (await wanderer.go(`${home}/api/session`)).json()) as SessionView & Problem;
const failed = (location: string): string | null => new URL(location, home).searchParams.get('failed');

describe('whoever the identity provider knows', () => {
  test('is led there with code, PKCE, state and nonce', async () => {
    const wanderer = new Wanderer();
    const there = new URL(wanderer.next(home, await wanderer.go(`${home}/api/oidc/start`)));
    expect(there.origin).toBe(provider.issuer);
    const sent = Object.fromEntries(there.searchParams);
    expect(sent).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: 'kaoping' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(sent[name]).toMatch(/^[\w-]{43}$/);
    const carried = wanderer.cookie(new URL(home).host, 'kaoping_oidc') ?? '';
    for (const secret of [sent['state'], sent['nonce']])
      expect(Buffer.from(carried, 'base64url').includes(secret ?? '')).toBe(false);
  });

  test('comes in by a verified address, and ever after as the same subject', async () => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
    const wanderer = new Wanderer();
    expect(await signIn(wanderer, 's-1', `${home}/api/oidc/start?back=%2Fcases%3Fq%3D1`)).toBe('/cases?q=1');
    // Nobody asks them for a password of their own, although the account’s first one was never changed.
    expect(await session(wanderer)).toMatchObject({ account: 'kpb.one', method: 'oidc', duty: null });
    provider.people['s-1'] = { email: 'somebody.else@yuhang.example', email_verified: false, groups: ['officers'] };
    expect(await signIn(new Wanderer(), 's-1')).toBe('/inbox');
  });

  test.each([
    ['an address that is not verified', { email: 'kpb.one@yuhang.example', groups: ['officers'] }],
    ['an address of which nothing is said', { email: 'kpb.one@yuhang.example', email_verified: false }],
    ['an address that nobody has', { email: 'nobody@yuhang.example', email_verified: true }],
    ['a name alone', { preferred_username: 'kpb.one' }],
    ['nothing', {}],
  ])('is nobody here with %s', async (_, person) => {
    provider.people['s-2'] = person;
    const wanderer = new Wanderer();
    expect(failed(await signIn(wanderer, 's-2'))).toBe('oidc.unknown');
    expect((await session(wanderer)).code).toBe('session.needed');
  });

  test('takes no account that is another subject’s, however verified the address', async () => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
    provider.people['s-3'] = { ...VERIFIED, groups: ['officers'] };
    expect(await signIn(new Wanderer(), 's-1')).toBe('/inbox');
    expect(failed(await signIn(new Wanderer(), 's-3'))).toBe('oidc.unknown');
  });

  test('does not come in where the account is disabled, and is in no longer', async () => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
    const wanderer = new Wanderer();
    await signIn(wanderer, 's-1');
    await place.database.query(`update accounts set is_disabled = true where account = 'kpb.one'`);
    expect((await session(wanderer)).code).toBe('session.needed');
    expect(failed(await signIn(new Wanderer(), 's-1'))).toBe('oidc.disabled');
    await place.database.query(`update accounts set is_disabled = false where account = 'kpb.one'`);
  });

  test('holds the posts of their groups, no others of those, and without any post stays out', async () => {
    const posts = async (wanderer: Wanderer): Promise<string[]> =>
      (await session(wanderer)).posts.map(({ post }) => post);
    const two = { email: 'kpb.two@yuhang.example', email_verified: true };
    const wanderer = new Wanderer();
    provider.people['s-4'] = { ...two, groups: ['leads', 'people of no interest'] };
    expect(await signIn(wanderer, 's-4')).toBe('/inbox');
    expect(await posts(wanderer)).toEqual(['office.director']);
    provider.people['s-4'] = { ...two, groups: ['officers', 'leads'] };
    expect(await signIn(wanderer, 's-4')).toBe('/inbox');
    expect(await posts(wanderer)).toEqual(['office.director', 'office.officer']);
    provider.people['s-4'] = { ...two, groups: [] };
    expect(failed(await signIn(new Wanderer(), 's-4'))).toBe('oidc.no-post');
    // What they had open may do nothing any more but see to itself.
    expect(await session(wanderer)).toMatchObject({ posts: [], permissions: [] });
    expect((await wanderer.go(`${home}/api/inbox`)).status).toBe(403);
  });
});

describe('an answer of the provider', () => {
  beforeEach(() => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
  });
  const arrive = async (wanderer: Wanderer, url: string): Promise<string | null> =>
    failed((await wanderer.go(url)).headers.get('location') ?? '');
  const changed = (url: string, change: Record<string, string>): string => {
    const copy = new URL(url);
    for (const [name, value] of Object.entries(change)) copy.searchParams.set(name, value);
    return copy.href;
  };

  test.each([
    ['another state', { state: 'x'.repeat(43) }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a code that it never gave', { code: 'x'.repeat(43) }],
    ['a refusal', { error: 'access_denied' }],
  ])('with %s opens nothing', async (_, change) => {
    const wanderer = new Wanderer();
    const back = await wayBack(wanderer, 's-1');
    expect(await arrive(wanderer, changed(back, change))).toBe('oidc.refused');
    expect((await session(wanderer)).code).toBe('session.needed');
  });

  test('opens nothing in another browser, which never went there', async () => {
    const back = await wayBack(new Wanderer(), 's-1');
    expect(await arrive(new Wanderer(), back)).toBe('oidc.step-over');
    const victim = new Wanderer();
    await wayBack(victim, 's-1');
    expect(await arrive(victim, back)).toBe('oidc.refused');
  });

  test('is taken once: neither the browser nor the provider takes the code again', async () => {
    const wanderer = new Wanderer();
    const back = await wayBack(wanderer, 's-1');
    const host = new URL(home).host;
    const carried = wanderer.cookie(host, 'kaoping_oidc') ?? '';
    expect(await arrive(wanderer, back)).toBeNull();
    expect(await arrive(wanderer, back)).toBe('oidc.step-over');
    wanderer.setCookie(host, 'kaoping_oidc', carried);
    expect(await arrive(wanderer, back)).toBe('oidc.refused');
  });

  test('comes too late after ten minutes', async () => {
    const wanderer = new Wanderer();
    const back = await wayBack(wanderer, 's-1');
    const now = place.office.now();
    const clock = place.office.app.get(Clock);
    const spy = jest.spyOn(clock, 'now').mockReturnValue(new Date(now.getTime() + 11 * 60_000));
    expect(await arrive(wanderer, back)).toBe('oidc.step-over');
    spy.mockRestore();
  });

  test.each(['', '?', '?code=x', '?state=x', '?error=login_required', '?code=a&code=b'])(
    'that is none, “%s”, opens nothing',
    async (query) => {
      const wanderer = new Wanderer();
      expect(await arrive(wanderer, `${home}/api/oidc/callback${query}`)).toBe('oidc.step-over');
      await wanderer.go(`${home}/api/oidc/start`);
      expect(await arrive(wanderer, `${home}/api/oidc/callback${query}`)).toBe('oidc.refused');
    },
  );
});

describe('the way back', () => {
  test.each([
    ['https://evil.example/', '/inbox'],
    ['//evil.example/', '/inbox'],
    ['/\\evil.example', '/inbox'],
    ['/\t/evil.example', '/inbox'],
    ['/\n/evil.example', '/inbox'],
    ['inbox', '/inbox'],
    ['javascript:alert(1)', '/inbox'],
    ['/cases/1?tab=2#here', '/cases/1?tab=2#here'],
  ])('to %s leads to %s', async (back, to) => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
    expect(await signIn(new Wanderer(), 's-1', `${home}/api/oidc/start?back=${encodeURIComponent(back)}`)).toBe(to);
  });
});

describe('whoever signed in through the provider', () => {
  test('proves there again who they are, and nobody else can for them', async () => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
    const wanderer = new Wanderer();
    await signIn(wanderer, 's-1');
    const stale = () => place.database.query(`update sessions set verified_at = now() - interval '11 minutes'`);
    const act = async (): Promise<unknown[]> => {
      const reply = await wanderer.act('POST', `${home}/api/factor`);
      return [reply.status, ((await reply.json()) as Problem).code];
    };
    await stale();
    expect(await act()).toEqual([403, 'session.stale']);
    const renewal = `${home}/api/oidc/start?renew=1&back=%2Fproved`;
    provider.people['s-5'] = { email: 'kpb.three@yuhang.example', email_verified: true, groups: ['officers'] };
    wanderer.forget(new URL(provider.issuer).host);
    expect(failed(await signIn(wanderer, 's-5', renewal))).toBe('oidc.someone-else');
    wanderer.forget(new URL(provider.issuer).host);
    expect(await act()).toEqual([403, 'session.stale']);
    expect(await signIn(wanderer, 's-1', renewal)).toBe('/proved');
    expect((await session(wanderer)).account).toBe('kpb.one');
    expect((await act())[1]).not.toBe('session.stale');
  });

  test('signs out there as well', async () => {
    provider.people['s-1'] = { ...VERIFIED, groups: ['officers'] };
    const wanderer = new Wanderer();
    await signIn(wanderer, 's-1');
    const { url } = (await (await wanderer.act('POST', `${home}/api/oidc/leaving`)).json()) as OidcLeaving;
    const there = new URL(url ?? '');
    expect(there.origin).toBe(provider.issuer);
    expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${home}/sign-in`);
    expect(there.searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
    expect((await session(wanderer)).code).toBe('session.needed');
  });

  test('stands in the operation log, and so does who was refused and why', async () => {
    const noted = await place.database.query<{ entry: string }>(
      `select distinct concat_ws(' ', action, outcome, details ->> 'by', details ->> 'code') as entry from operation_log`,
    );
    expect(noted.map(({ entry }) => entry)).toEqual(
      expect.arrayContaining([
        'identity.linked done email',
        'session.opened done oidc',
        'session.renewed done oidc',
        'post.begun done oidc',
        'post.ended done oidc',
        'session.refused refused oidc.unknown',
        'session.refused refused oidc.disabled',
        'session.refused refused oidc.no-post',
      ]),
    );
  });
});

describe('a product', () => {
  test('without a provider offers none, and leads nobody there', async () => {
    const plain = await Office.open();
    try {
      const person = await plain.person();
      expect((await person.get<OidcView>('/api/oidc')).body).toEqual({ isOn: false });
      expect(failed((await new Wanderer().go(`${plain.address}/api/oidc/start`)).headers.get('location') ?? '')).toBe(
        'oidc.off',
      );
    } finally {
      await plain.close();
    }
  });

  test('whose provider is away says so, and finds it when it is back', async () => {
    const away = await TestProvider.open();
    const other = await NewOffice.open({ ...away.settings, OIDC_LINK_BY: 'username' });
    try {
      const go = async (): Promise<string> =>
        (await new Wanderer().go(`${other.office.address}/api/oidc/start`)).headers.get('location') ?? '';
      away.fail();
      expect(failed(await go())).toBe('oidc.unavailable');
      away.serve(other.office.address);
      expect(await go()).toContain(away.issuer);
      expect((await (await other.office.person()).signIn('admin', 'wrong')).status).toBe(401);
    } finally {
      await other.close();
      await away.close();
    }
  });

  test.each([
    ['the provider’s', false],
    ['another', true],
  ])('takes an id token that %s key has signed: refused is %s', async (_, isForged) => {
    const forging = await TestProvider.open();
    const other = await NewOffice.open({ ...forging.settings, OIDC_LINK_BY: 'username' });
    const before = home;
    try {
      home = other.office.address;
      forging.serve(home);
      if (isForged) await forging.forgeKeys();
      forging.people['f-1'] = { preferred_username: 'admin' };
      expect(failed(await signIn(new Wanderer(), 'f-1'))).toBe(isForged ? 'oidc.refused' : null);
    } finally {
      home = before;
      await other.close();
      await forging.close();
    }
  });

  test('takes people by the name that the provider gives them, where it is set so', async () => {
    const byName = await TestProvider.open();
    const other = await NewOffice.open({ ...byName.settings, OIDC_LINK_BY: 'username' });
    const before = home;
    try {
      home = other.office.address;
      byName.serve(home);
      await other.officer('kpb.named', OWN);
      byName.people['n-1'] = { preferred_username: 'KPB.named' };
      const wanderer = new Wanderer();
      expect(await signIn(wanderer, 'n-1')).toBe('/inbox');
      expect((await session(wanderer)).account).toBe('kpb.named');
    } finally {
      home = before;
      await other.close();
      await byName.close();
    }
  });
});
