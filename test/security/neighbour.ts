import { CHINA_YEARS } from '#calendar';
import { filesIn, Importer } from '#exchange';
import { Accounts, Calendars, hashedSampleAccounts, Sessions, Tenants } from '#organisation';
import { Clock, Database, everyTenant } from '#platform';
import { sampleFolder } from '../../apps/api/src/paths.js';
import { WorkflowPublisher } from '../../apps/api/src/workflow-publisher.js';
import { type Office, Person } from '../http/office.js';

const UNITS = ['HZ-HBJ', 'HZ-KW', 'HZ-CZJ'];

/** Another city on the same server, with the same units, plan and opinions, and people of the same names. */
export class Neighbour {
  private constructor(
    private readonly office: Office,
    readonly tenantId: string,
  ) {}

  /** Loads it, and opens its year 2017. */
  static async beside(office: Office): Promise<Neighbour> {
    const neighbour = await everyTenant(async () => {
      const { app } = office;
      const database = app.get(Database);
      const name = { zh: '邻市', en: 'The next city' };
      const { tenantId } = await app.get(Tenants).add(database, { code: 'neighbour', name });
      await app.get(Calendars).publish(tenantId, CHINA_YEARS);
      await app.get(WorkflowPublisher).publish(tenantId);
      const report = await app.get(Importer).import(tenantId, await filesIn(`${sampleFolder}/hangzhou`));
      if (!report.done) throw new Error(JSON.stringify(report.problems.slice(0, 5)));
      const units = UNITS.map((code) => ({ unitId: code, code, name: code, nameEn: code }));
      const accounts = await hashedSampleAccounts(units);
      await database.transaction((sql) => app.get(Accounts).add(sql, tenantId, accounts, app.get(Clock).now()));
      return new Neighbour(office, tenantId);
    });
    const opened = await (await neighbour.person('hz-kpb.officer1')).post('/api/years/2017/open', {});
    if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
    return neighbour;
  }

  /** Somebody of the other city, signed in. */
  async person(account: string): Promise<Person> {
    const { app, address } = this.office;
    const opened = await everyTenant(() =>
      app
        .get(Sessions)
        .open(
          app.get(Database),
          this.tenantId,
          { account, password: 'kaoping-2017' },
          { address: '127.0.0.1', device: 'test' },
        ),
    );
    if (!('token' in opened)) throw new Error(`${account} was asked for a code`);
    return new Person(address, `kaoping_session=${opened.token}`);
  }
}
