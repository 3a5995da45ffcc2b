import type { AnswerResult, CasePage, CaseRow, CaseView, HistoryEntry, MailView, Problem, UnitRef } from '#contracts';
import { Office, type Person, type Reply } from '../office.js';

/** The ways through B5: `trackedKey` is tracked with key targets, and gets both notices. */
export type Kind = 'ordinary' | 'key' | 'tracked' | 'trackedKey';

export type Refusable = Reply<Omit<AnswerResult, 'status'> & Problem>;

const DAY_MS = 86_400_000;

export const PLAN = {
  planContent: '完善摇号规则，公开配置结果',
  steps: [
    { date: '2017-03-31', content: '听取各方意见' },
    { date: '2017-06-30', content: '修订实施细则' },
  ],
  leaderInCharge: '分管副局长',
  division: '政策法规处',
  measures: '修订细则；每月公布结果；开设咨询窗口',
  expectedResult: '规则清楚，投诉减少三成',
};
export const KEY_TARGETS = { keyTargets: [{ target: '公布新的实施细则', date: '2017-10-31' }] };
export const REPORT = { completionReport: '细则已修订公布，咨询窗口已开设。', completionProof: '杭政办〔2017〕30号' };
export const NOTICE = {
  target: { targetNoticeMedium: '杭州日报', targetNoticeOn: '2017-03-01', targetNoticeLink: 'A4 版' },
  result: { resultNoticeMedium: '杭州日报', resultNoticeOn: '2017-11-01' },
};
export const SURVEY = { surveyMethod: '电话访问', surveySample: 400, satisfaction: 90 };
export const EVALUATION = {
  thirdParty: '省统计局民生调查中心',
  thirdPartyReport: '现场核查与问卷均达到预期。',
  thirdPartyConclusion: 'passed',
};
export const CHECK = {
  checkOn: '2017-04-20',
  checkWay: 'meeting',
  checkParties: '考评办、责任单位、市民代表',
  checkSummary: '进度正常，信息公开不足。',
};
export const ANSWER = { publicAnswer: '新的实施细则已公布，欢迎监督。', score: 95 };

/** Status and code of a reply: what a refusal is known by. */
export const refusal = (reply: Reply<Partial<Problem>>): [number, string | undefined] => [
  reply.status,
  reply.body.code,
];

/** The JSON pointers of the fields that a reply refuses. */
export const refusedFields = (reply: Reply<Partial<Problem>>): string[] =>
  (reply.body.errors ?? []).map((error) => error.pointer).sort();

/** The sample office with its 53 opinions, and everybody who works on them. */
export class OpinionOffice {
  readonly #people = new Map<string, Promise<Person>>();

  private constructor(
    readonly office: Office,
    readonly officer: Person,
    readonly director: Person,
    readonly admin: Person,
    private readonly ids: ReadonlyMap<number, string>,
  ) {}

  /** `open`: an office that is open already. */
  static async open(open?: Office): Promise<OpinionOffice> {
    const office = open ?? (await Office.open());
    const [officer, director, admin] = await Promise.all([
      office.person('hz-kpb.officer1'),
      office.person('hz-kpb.director'),
      office.person('hz-kpb.admin'),
    ]);
    const rows = await opinionRows(officer);
    const ids = new Map(rows.map((row) => [Number(row.columns['opinionNo']), row.instanceId]));
    return new OpinionOffice(office, officer, director, admin, ids);
  }

  close(): Promise<void> {
    return this.office.close();
  }

  /** Somebody by account name, signed in once. */
  person(account: string): Promise<Person> {
    const known = this.#people.get(account) ?? this.office.person(account);
    this.#people.set(account, known);
    return known;
  }

  /** The case of the opinion that the list of 2017 prints under this number. */
  idOf(opinionNo: number): string {
    const id = this.ids.get(opinionNo);
    if (id === undefined) throw new Error(`the list has no opinion ${opinionNo}`);
    return id;
  }

  case(id: string): Promise<CaseView> {
    return this.officer.case(id);
  }

  async states(id: string): Promise<string[]> {
    return (await this.case(id)).states.map((state) => state.path);
  }

  /** What stands in a field of the case, as the office sees it. */
  async fact(id: string, field: string): Promise<unknown> {
    return (await this.case(id)).facts.find((one) => one.field === field)?.value;
  }

  async history(id: string): Promise<HistoryEntry[]> {
    return (await this.officer.get<HistoryEntry[]>(`/api/cases/${id}/history`)).body;
  }

  /** Holder of a post in the unit that leads the case now. */
  async lead(id: string, post: 'operator' | 'leader'): Promise<Person> {
    const { unit } = await this.case(id);
    if (!unit) throw new Error(`case ${id} has no lead unit`);
    return this.person(`${unit.code.toLowerCase()}.${post}`);
  }

  async unitId(code: string): Promise<string> {
    const found = (await this.officer.get<UnitRef[]>(`/api/units?q=${code}`)).body.find((unit) => unit.code === code);
    if (!found) throw new Error(`no unit has the code ${code}`);
    return found.unitId;
  }

  /** Lets so many days go by; what falls due meanwhile fires, and its mail is sent. */
  pass(days: number): Promise<void> {
    return this.office.moveTo(new Date(this.office.now().getTime() + days * DAY_MS).toISOString());
  }

  /** Mails about a case, oldest first, once everything that is ready has left. */
  async mails(id: string): Promise<MailView[]> {
    await this.pass(0);
    const found = await paged<MailView>(this.admin, '/api/mails?', 200);
    return found.filter((mail) => mail.instanceId === id).reverse();
  }

  /** Who received the mails about a case whose subject holds these words, mail by mail. */
  async told(id: string, words: string): Promise<string[][]> {
    return (await this.mails(id)).filter((mail) => mail.subject.includes(words)).map(receivers);
  }

  /** Takes an opinion from where it stands on to a state on the way of its kind, every step by its own person. */
  async bring(
    opinionNo: number,
    to: string,
    kind: Kind = 'ordinary',
    sorting: Record<string, unknown> = {},
  ): Promise<string> {
    const id = this.idOf(opinionNo);
    const way = this.#way(id, kind, sorting);
    for (let [at = ''] = await this.states(id); at !== to; [at = ''] = await this.states(id)) {
      const goOn = way.get(at);
      if (!goOn) throw new Error(`opinion ${opinionNo} came to ${at}, from where ${to} is not on the way`);
      way.delete(at);
      await goOn();
    }
    return id;
  }

  /** How a case of the kind leaves each state that it comes to. */
  #way(id: string, kind: Kind, sorting: Record<string, unknown>): Map<string, () => Promise<unknown>> {
    const { officer, director } = this;
    const isTracked = kind === 'tracked' || kind === 'trackedKey';
    const isKey = kind === 'key' || kind === 'trackedKey';
    const accept = isTracked ? 'acceptTracked' : isKey ? 'acceptKey' : 'acceptOrdinary';
    const lead = async (post: 'operator' | 'leader', outcome: string, data: unknown = {}): Promise<unknown> =>
      (await this.lead(id, post)).answer(id, outcome, { data });
    return new Map<string, () => Promise<unknown>>([
      ['collected', () => officer.answer(id, 'importDone')],
      [
        'classified',
        () => officer.answer(id, 'assign', { data: { kind: isTracked ? 'tracked' : 'ordinary', ...sorting } }),
      ],
      ['assigned', () => lead('leader', 'accept')],
      ['planDrafting', () => lead('operator', 'submit', isKey ? { ...PLAN, ...KEY_TARGETS } : PLAN)],
      ['planUnitReview', () => lead('leader', 'sign')],
      ['planOfficeReview', () => (isTracked ? director.act(id, accept) : officer.answer(id, accept))],
      ['targetPublicity.publishing', () => officer.answer(id, 'published', { data: NOTICE.target })],
      ['targetPublicity.open', () => this.pass(11)],
      ['rectifying', () => lead('operator', 'reportDone', REPORT)],
      ['trackedRectifying', () => lead('operator', 'reportDone', REPORT)],
      ['completionReview', () => officer.answer(id, accept)],
      ['resultPublicity.publishing', () => officer.answer(id, 'published', { data: NOTICE.result })],
      ['resultPublicity.open', () => this.pass(11)],
      ['satisfactionSurvey', () => officer.answer(id, 'resultIn', { data: SURVEY })],
      ['thirdPartyEvaluation', () => officer.answer(id, 'reportIn', { data: EVALUATION })],
    ]);
  }
}

/** Every opinion's case that the reader may see. */
export async function opinionRows(reader: Person, query = ''): Promise<CaseRow[]> {
  return (await reader.get<CasePage>(`/api/cases?workflow=opinion-rectification&limit=200${query}`)).body.rows;
}

/** Who received a mail: the accounts, without their domain. */
export const receivers = (mail: MailView): string[] => mail.to.map((address) => address.split('@')[0] ?? '').sort();

/** All rows of a list, page by page; `between` happens after each page. */
export async function paged<Row>(
  person: Person,
  path: string,
  limit: number,
  between?: (rows: Row[]) => Promise<unknown>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: Reply<{ rows: Row[]; nextCursor: string | null }> = await person.get(
      `${path}&limit=${limit}&cursor=${cursor}`,
    );
    if (body.rows.length > limit || rows.length > 1000) throw new Error(`${path} does not keep to its pages`);
    rows.push(...body.rows);
    cursor = body.nextCursor;
    await between?.(body.rows);
  }
  return rows;
}
