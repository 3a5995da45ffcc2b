import { Accounts, hashPassword, type NewAccount } from '#organisation';
import { Clock, Database, everyTenant } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import type { Post } from '#contracts';
import {
  ADMINISTRATOR,
  DIRECTOR,
  MAYOR,
  OFFICER,
  SECOND_OFFICER,
  type SheetWork,
} from '../http/annual-target/sheet-work.js';
import { SAMPLE, type Person } from '../http/office.js';
import { Kin } from './kin.js';
import type { Neighbour } from './neighbour.js';
import type { Place } from './places.js';
import { ROLES, type Role } from './roles.js';

const PASSWORD = 'kaoping-2017';
const EVERY_POST: Post[] = ['unit.operator', 'unit.leader', 'office.officer', 'office.director', 'leadership'];

const HOME: Partial<Record<Role, string>> = {
  'coop.operator': 'hz-jxw.operator',
  'coop.leader': 'hz-jxw.leader',
  'other.operator': 'hz-kw.operator',
  'other.leader': 'hz-kw.leader',
  officer: OFFICER,
  'fellow.officer': SECOND_OFFICER,
  director: DIRECTOR,
  leadership: MAYOR,
  administrator: ADMINISTRATOR,
  security: 'hz-kpb.security',
  auditor: 'hz-kpb.audit',
};
const FOREIGN: Partial<Record<Role, string>> = {
  'foreign.operator': 'hz-hbj.operator',
  'foreign.officer': OFFICER,
  'foreign.director': DIRECTOR,
  'foreign.administrator': ADMINISTRATOR,
  'foreign.security': 'hz-kpb.security',
  'foreign.auditor': 'hz-kpb.audit',
};

/** Everybody of the matrix, signed in. */
export class People {
  private constructor(
    private readonly work: SheetWork,
    private readonly known: ReadonlyMap<Role, Person>,
  ) {}

  static async of(work: SheetWork, neighbour: Neighbour, places: readonly Place[]): Promise<People> {
    const known = new Map<Role, Person>([['nobody', await work.office.person()]]);
    const kin = await Kin.of(work.office, neighbour);
    for (const role of Object.keys(ROLES) as Role[]) {
      const [home, foreign] = [HOME[role], FOREIGN[role]];
      if (home) known.set(role, await work.person(home));
      if (foreign) known.set(role, await neighbour.person(foreign));
      const [whose = '', post] = [role.split('.')[0], ROLES[role]];
      if (post && (whose === 'above' || whose === 'child')) known.set(role, await kin.person(whose, post));
    }
    const units = [...new Set(places.map((place) => place.unitCode))];
    await addHolders(work, units);
    for (const role of ['former', 'disabled', 'moved'] as const) known.set(role, await work.office.person(role));
    await work.office.asOwner(`UPDATE accounts SET is_disabled = true WHERE account = 'disabled'`);
    await work.office.asOwner(
      `UPDATE post_holdings h SET valid_to = $1 FROM accounts a, units u
       WHERE a.account_id = h.account_id AND u.unit_id = h.unit_id AND (a.account = 'former' OR a.account = 'moved' AND u.code = ANY ($2))`,
      [work.office.now(), units],
    );
    return new People(work, known);
  }

  /** Who stands so to the case; where none is named, to that of the Environmental Protection Bureau. */
  as(role: Role, place?: Place): Promise<Person> {
    const known = this.known.get(role);
    if (known) return Promise.resolve(known);
    return this.work.person(`${place?.account ?? 'hz-hbj'}.${role === 'own.leader' ? 'leader' : 'operator'}`);
  }
}

async function addHolders(work: SheetWork, unitCodes: string[]): Promise<void> {
  const { app } = work.office;
  const passwordHash = await hashPassword(PASSWORD);
  const holder = (account: string, posts: NewAccount['posts']): NewAccount => ({
    account,
    name: { zh: account, en: account },
    email: `${account}@hangzhou.example`,
    locale: 'zh',
    passwordHash,
    hasOwnPassword: true,
    posts,
  });
  const all = unitCodes.flatMap((unitCode) => EVERY_POST.map((post) => ({ post, unitCode })));
  const operator = [...unitCodes, 'HZ-KW'].map((unitCode) => ({ post: 'unit.operator' as const, unitCode }));
  const yesterday = new Date(app.get(Clock).now().getTime() - 86_400_000);
  await everyTenant(async () => {
    const tenantId = await app.get(HomeTenant).id(SAMPLE);
    const accounts = [holder('former', all), holder('disabled', all), holder('moved', operator)];
    await app.get(Database).transaction((sql) => app.get(Accounts).add(sql, tenantId, accounts, yesterday));
  });
}
