import type {
  CasePage,
  CaseView,
  MailView,
  Post,
  RowContent,
  SheetProblem,
  SheetRow,
  SheetView,
  UnitRef,
} from '#contracts';
import { Database, newId } from '#platform';
import { Office, type Person, type Reply } from '../office.js';

export const OFFICER = 'hz-kpb.officer1';
export const SECOND_OFFICER = 'hz-kpb.officer2';
export const DIRECTOR = 'hz-kpb.director';
export const MAYOR = 'hz-szf.leader1';
export const ADMINISTRATOR = 'hz-kpb.admin';

/** What a unit writes of a target so that its sheet may be submitted. */
export const WRITTEN: Partial<RowContent> = {
  current: '2016年完成上年目标。',
  situation: '任务较重，时间较紧。',
  keyFactors: '部门协同、资金到位。',
  methods: '按季分解，逐月调度。',
  measures: '挂图作战，责任到人。',
  milestones: [
    { date: '2017-06-30', text: '时间过半、任务过半', quality: '完成年度目标的一半' },
    { date: '2017-12-20', text: '完成年度目标', quality: '达到年度目标值' },
  ],
};

/** A row as the API answers it after it was written. */
export interface WrittenRow {
  row: SheetRow;
  problems: SheetProblem[];
  weightSum: number;
}

/** Units whose main sheet nobody countersigns: how their accounts begin, and how the title of their sheet does. */
export const PLAIN_UNITS: Record<string, string> = {
  'hz-gsq': '拱墅区政府',
  shangcheng: '上城区',
  xiacheng: '下城区',
  linan: '临安区',
  yuhang: '余杭区',
  fuyang: '富阳区',
  jiande: '建德市',
  tonglu: '桐庐县',
  jianggan: '江干区',
  chunan: '淳安县',
  xiaoshan: '萧山区',
  xihu: '西湖区',
  binjiang: '高新区（滨江）',
  'hz-czj': '市财政局',
  'hz-kw': '市科委',
  'hz-hbj': '市环保局',
  'hz-cjw': '市建委',
  'hz-rsj': '市人力社保局',
  'hz-mzj': '市民政局',
  'hz-ywj': '市园文局',
  'hz-tcj': '市投资促进局',
  'hz-sww': '市商务委',
};

/** The sample office with its year 2017 opened, and whoever is needed signed in. */
export class SheetWork {
  readonly #people = new Map<string, Promise<Person>>();

  private constructor(readonly office: Office) {}

  /** `office`: one that is open already. */
  static async open(office?: Office): Promise<SheetWork> {
    const work = new SheetWork(office ?? (await Office.open()));
    const opened = await (await work.person(OFFICER)).post('/api/years/2017/open', {});
    if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
    return work;
  }

  close(): Promise<void> {
    return this.office.close();
  }

  person(account: string): Promise<Person> {
    const known = this.#people.get(account) ?? this.office.person(account);
    this.#people.set(account, known);
    return known;
  }

  /** The running sheet whose title contains the text, and whose unit’s accounts begin so. */
  async sheet(account: string, title = `${PLAIN_UNITS[account] ?? ''}2017年度目标申报表`): Promise<TravellingSheet> {
    const officer = await this.person(OFFICER);
    const found = await officer.get<CasePage>(
      `/api/cases?workflow=annual-target&status=running&q=${encodeURIComponent(title)}`,
    );
    const [row] = found.body.rows;
    if (!row || found.body.rows.length > 1) throw new Error(`${found.body.rows.length} sheets are called “${title}”`);
    const { recordId } = await officer.case(row.instanceId);
    if (recordId === null) throw new Error(`“${title}” has no sheet`);
    return new TravellingSheet(this, row.instanceId, recordId, account);
  }

  /** A sheet of the unit’s own targets, with one target that is not written yet. */
  async declaredSheet(account: string): Promise<TravellingSheet> {
    const operator = await this.person(`${account}.operator`);
    const session = await operator.get<{ posts: { unit: { unitId: string } }[] }>('/api/session');
    const made = await operator.post<{ sheetId: string; instanceId: string }>('/api/sheets', {
      year: 2017,
      unitId: session.body.posts[0]?.unit.unitId,
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    const content = { ...WRITTEN, indicator: '城市道路完好率', target: '达到98%', value: 98, unit: '%', weight: 100 };
    const added = await operator.post(`/api/sheets/${made.body.sheetId}/rows`, { content });
    if (added.status !== 201) throw new Error(JSON.stringify(added.body));
    return new TravellingSheet(this, made.body.instanceId, made.body.sheetId, account);
  }

  /** Lets an account hold another post in its own unit, as small units do. */
  async giveAlso(account: string, post: Post): Promise<void> {
    await this.office.app.get(Database).query(
      `INSERT INTO post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from)
       SELECT $1, h.tenant_id, h.account_id, $3, h.unit_id, h.valid_from FROM post_holdings h JOIN accounts a USING (account_id) WHERE a.account = $2`,
      [newId(), account, post],
    );
  }

  /** The unit with this code, as pickers find it. */
  async unit(code: string): Promise<UnitRef> {
    const officer = await this.person(OFFICER);
    const found = await officer.get<UnitRef[]>(`/api/units?q=${code}`);
    const unit = found.body.find((one) => one.code === code);
    if (!unit) throw new Error(`no unit ${code}`);
    return unit;
  }

  /** The mail about a case so far, oldest first, as the administrator reads it; of all cases where none is named. */
  async mails(about?: { instanceId: string }): Promise<MailView[]> {
    const administrator = await this.person(ADMINISTRATOR);
    const mails: MailView[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Reply<{ rows: MailView[]; nextCursor: string | null }> = await administrator.get(
        `/api/mails?limit=200&cursor=${cursor}`,
      );
      if (page.status !== 200) throw new Error(JSON.stringify(page.body));
      mails.push(...page.body.rows);
      cursor = page.body.nextCursor;
    }
    return mails.filter((mail) => !about || mail.instanceId === about.instanceId).reverse();
  }
}

/** One sheet on its way through the states, with the people of its unit. */
export class TravellingSheet {
  constructor(
    private readonly work: SheetWork,
    readonly instanceId: string,
    readonly sheetId: string,
    private readonly account: string,
  ) {}

  operator(): Promise<Person> {
    return this.work.person(`${this.account}.operator`);
  }

  leader(): Promise<Person> {
    return this.work.person(`${this.account}.leader`);
  }

  async case(account = OFFICER): Promise<CaseView> {
    return (await this.work.person(account)).case(this.instanceId);
  }

  async state(): Promise<string> {
    return (await this.case()).states.map((state) => state.path).join();
  }

  /** A fact of the case, as its definition names it. */
  async fact(field: string): Promise<unknown> {
    return (await this.case()).facts.find((fact) => fact.field === field)?.value;
  }

  async view(account = OFFICER): Promise<SheetView> {
    const person = await this.work.person(account);
    const reply = await person.get<SheetView>(`/api/sheets/${this.sheetId}`);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  }

  async row(no = 1, account = OFFICER): Promise<SheetRow> {
    const row = (await this.view(account)).rows.find((one) => one.no === no);
    if (!row) throw new Error(`the sheet shows no target ${no}`);
    return row;
  }

  /** Changes a target as it stands now, whatever comes of it. */
  async patch<Body = WrittenRow>(account: string, no: number, content: Partial<RowContent>): Promise<Reply<Body>> {
    const row = await this.row(no);
    const person = await this.work.person(account);
    return person.call<Body>('PATCH', `/api/sheets/${this.sheetId}/rows/${row.rowId}`, {
      revision: row.revision,
      content,
    });
  }

  /** Writes every target that is not locked. */
  async write(content: Partial<RowContent> = WRITTEN): Promise<void> {
    for (const row of (await this.view()).rows.filter((one) => !one.locked)) {
      const reply = await this.patch<unknown>(`${this.account}.operator`, row.no, content);
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    }
  }

  /** Takes the sheet on, each step by whose turn it is, until it stands at the state. */
  async to(state: string): Promise<this> {
    for (let now = await this.state(); now !== state; now = await this.state()) {
      const onwards = ONWARDS[now];
      if (!onwards) throw new Error(`from ${now} the sheet does not come to ${state}`);
      await onwards(this, this.work);
    }
    return this;
  }
}

/** The rows that the office sends back, each with its reason. */
export function returning(rows: SheetRow[]): { rows: Record<string, { verdict: 'return'; opinion: string }> } {
  return {
    rows: Object.fromEntries(rows.map((row) => [row.rowId, { verdict: 'return', opinion: '措施不具体，请细化。' }])),
  };
}

/** How a sheet leaves each state on the way to being issued. */
const ONWARDS: Record<string, (sheet: TravellingSheet, work: SheetWork) => Promise<unknown>> = {
  allocated: async (sheet, work) => (await work.person(OFFICER)).answer(sheet.instanceId, 'send'),
  drafting: async (sheet) => {
    await sheet.write();
    await (await sheet.operator()).answer(sheet.instanceId, 'submit');
  },
  unitReview: async (sheet) => (await sheet.leader()).answer(sheet.instanceId, 'sign'),
  cosign: async (sheet, work) => {
    for (const { unit } of (await sheet.case()).openTasks) {
      await (await work.person(`${unit?.code.toLowerCase() ?? ''}.leader`)).answer(sheet.instanceId, 'agree');
    }
  },
  officeReview: async (sheet, work) => (await work.person(OFFICER)).answer(sheet.instanceId, 'pass'),
  publicComment: async (sheet, work) => {
    const [state] = (await sheet.case()).states;
    await work.office.moveTo(state?.until ?? '');
  },
  commentHandling: async (sheet, work) => (await work.person(OFFICER)).answer(sheet.instanceId, 'handled'),
  directorReview: async (sheet, work) => (await work.person(DIRECTOR)).answer(sheet.instanceId, 'approve'),
  leadershipApproval: async (sheet, work) => (await work.person(MAYOR)).answer(sheet.instanceId, 'agree'),
};
