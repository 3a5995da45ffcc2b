import { Accounts, hashPassword, type NewAccount } from '#organisation';
import { Clock, Database, everyTenant } from '#platform';
import type { Post } from '#contracts';
import { NewTenants } from '../../apps/api/src/new-tenants.js';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { SAMPLE, type Office, type Person } from '../http/office.js';
import type { Neighbour } from './neighbour.js';

const PASSWORD = 'kaoping-2017';
/** The tenants above and below the first city. */
const CODES = { above: 'province', child: 'district' } as const;
const POSTS: Post[] = ['unit.operator', 'office.officer', 'office.director', 'leadership', 'administrator'];

/** A province above the first city and its neighbour, and a district below the city: people in every post, and no matters yet. */
export class Kin {
  private constructor(private readonly office: Office) {}

  /** Lays the two cities under the province, and the district under the first. */
  static async of(office: Office, neighbour: Neighbour | null): Promise<Kin> {
    const { app } = office;
    await everyTenant(async () => {
      const tenants = app.get(NewTenants);
      await tenants.add({ code: CODES.above, name: { zh: '浙江省', en: 'Zhejiang' }, parent: null });
      await tenants.add({ code: CODES.child, name: { zh: '萧山区', en: 'Xiaoshan' }, parent: SAMPLE });
      for (const code of Object.values(CODES)) {
        const tenantId = await app.get(HomeTenant).id(code);
        await office.query(
          `INSERT INTO units (unit_id, tenant_id, code, name, unit_type) VALUES (gen_random_uuid(), $1, 'OFFICE', '考评办', 'evaluation_office')`,
          [tenantId],
        );
        const accounts = await accountsOf();
        await app
          .get(Database)
          .transaction((sql) => app.get(Accounts).add(sql, tenantId, accounts, app.get(Clock).now()));
      }
    });
    const province = await app.get(HomeTenant).id(CODES.above);
    await office.asOwner(`UPDATE tenants SET parent_id = $1 WHERE code = $2 OR tenant_id = $3`, [
      province,
      SAMPLE,
      neighbour?.tenantId ?? null,
    ]);
    return new Kin(office);
  }

  /** Who holds this post there, signed in. */
  async person(where: keyof typeof CODES, post: Post): Promise<Person> {
    const person = await this.office.person();
    const reply = await person.signIn(post, PASSWORD, CODES[where]);
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return person;
  }
}

async function accountsOf(): Promise<NewAccount[]> {
  const passwordHash = await hashPassword(PASSWORD);
  return POSTS.map((post) => ({
    account: post,
    name: { zh: post, en: post },
    email: `${post}@kin.example`,
    locale: 'zh' as const,
    passwordHash,
    hasOwnPassword: true,
    posts: [{ post, unitCode: 'OFFICE' }],
  }));
}
