import type { Post } from '#contracts';
import { Database } from '#platform';
import { addAccount } from '../../../apps/api/src/cli/account-add.js';
import { FirstSetup } from '../../../apps/api/src/first-setup.js';
import { Office, type Person } from '../office.js';

export const ADMIN_PASSWORD = '山间流水人家 81 Ab';

/** An office of its own, without the sample: set up a moment ago, with one administrator. */
export class NewOffice {
  private constructor(readonly office: Office) {}

  /** `more`: settings of the environment beside those of every test. */
  static async open(more: Record<string, string> = {}): Promise<NewOffice> {
    const office = await Office.open({ SAMPLE: 'none', ...more });
    const code = await office.app.get(FirstSetup).invite();
    const given = { organisation: '余杭区', office: '区考评办', account: 'admin', email: 'admin@yuhang.example' };
    const reply = await (await office.person()).post('/api/setup', { ...given, code, password: ADMIN_PASSWORD });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return new NewOffice(office);
  }

  close(): Promise<void> {
    return this.office.close();
  }

  get database(): Database {
    return this.office.app.get(Database);
  }

  /** The administrator, signed in. */
  async administrator(): Promise<Person> {
    const person = await this.office.person();
    await person.signIn('admin', ADMIN_PASSWORD);
    return person;
  }

  /** Somebody new, as the command makes them; answers their first password. */
  async hire(account: string, post: Post = 'office.officer'): Promise<string> {
    const said: string[] = [];
    const wanted = { account, name: `区考评办${account}`, email: `${account}@yuhang.example` };
    const posts = [{ post, unitCode: 'OFFICE' }];
    await addAccount(this.office.app, { ...wanted, posts }, (line) => said.push(line));
    return said.at(-1) ?? '';
  }

  /** Somebody new who has set a password of their own, signed in with it. */
  async officer(account: string, password: string, post?: Post): Promise<Person> {
    const first = await this.hire(account, post);
    const person = await this.office.person();
    await person.signIn(account, first);
    const changed = await person.call('PUT', '/api/sessions/password', { present: first, next: password });
    if (changed.status !== 200) throw new Error(JSON.stringify(changed.body));
    return person;
  }
}
