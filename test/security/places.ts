import type { CaseView } from '#contracts';
import { OFFICER, type SheetWork, type TravellingSheet } from '../http/annual-target/sheet-work.js';
import { OpinionOffice } from '../http/opinion-rectification/opinion-office.js';
import { COOPERATING, type Role } from './roles.js';

/** What is expected of a case in a state: who has its task, its acts, its sheet. Everything else is refused. */
interface Rights {
  /** Whose desk its task lies on, or lay on last. */
  turn: Role;
  acts?: Record<string, Role>;
  /** Of the cooperating unit, who has or had a task, and so sees the case. */
  coop?: Role;
  /** Who reads the sheet beside its own unit and those who see every case. */
  sheet?: 'coop' | 'all';
  writes?: Role;
  /** Nothing is done to it, whoever asks. */
  still?: boolean;
  /** Whether the office answers comments now. */
  comments?: boolean;
}

/** A case in a state, by real ids. */
export interface Place extends Rights {
  name: string;
  instanceId: string;
  revision: number;
  taskId: string;
  unitCode: string;
  /** How the accounts of its unit begin. */
  account: string;
  sheetId?: string;
  rowId?: string;
  commentId?: string;
}

const urge = { urge: 'officer' } as const;
const passed = { coop: 'coop.leader', sheet: 'all' } as const;
const SHEETS: [name: string, account: string, rights: Rights][] = [
  ['commentHandling', 'hz-czj', { ...passed, turn: 'officer', comments: true }],
  ['issued', 'hz-hbj', { ...passed, turn: 'leadership' }],
  ['leadershipApproval', 'hz-cjw', { ...passed, turn: 'leadership' }],
  ['directorReview', 'hz-rsj', { ...passed, turn: 'director' }],
  ['publicComment', 'hz-mzj', { ...passed, turn: 'officer' }],
  ['officeReview', 'hz-ywj', { turn: 'officer', coop: 'coop.leader', sheet: 'coop' }],
  ['cosign', 'hz-tcj', { turn: 'coop.leader', acts: urge, coop: 'coop.leader', sheet: 'coop' }],
  ['unitReview', 'hz-sww', { turn: 'own.leader', acts: urge }],
  ['drafting', 'xihu', { turn: 'own.operator', acts: urge, writes: 'own.operator' }],
  ['suspended', 'yuhang', { turn: 'own.operator', writes: 'own.operator', still: true }],
  ['allocated', 'linan', { turn: 'officer', writes: 'officer' }],
];
const OPINIONS: [state: string, rights: Rights][] = [
  ['collected', { turn: 'officer' }],
  ['classified', { turn: 'officer', acts: { merge: 'officer' } }],
  ['assigned', { turn: 'own.leader' }],
  ['planDrafting', { turn: 'own.operator' }],
  ['planUnitReview', { turn: 'own.leader' }],
  ['planOfficeReview', { turn: 'officer', acts: { acceptTracked: 'director' } }],
  [
    'rectifying',
    {
      turn: 'own.operator',
      coop: 'coop.operator',
      acts: { urge: 'officer', urgeCoop: 'own.operator', upgrade: 'director' },
    },
  ],
  ['completionReview', { turn: 'officer', coop: 'coop.operator' }],
  ['cancelled', { turn: 'own.operator', still: true }],
];

/** Cases of both workflows, each brought to its state by the people whose turn it is. */
export async function placesOf(work: SheetWork): Promise<Place[]> {
  const sheets = await sheetPlaces(work);
  return [...sheets, ...(await opinionPlaces(work))];
}

async function sheetPlaces(work: SheetWork): Promise<Place[]> {
  const officer = await work.person(OFFICER);
  const coop = await work.unit(COOPERATING);
  const travelling = new Map<string, TravellingSheet>();
  const bring = async (name: string, account: string): Promise<void> => {
    const sheet = await work.sheet(account);
    travelling.set(name, sheet);
    if (name === 'allocated') return;
    await sheet.to('drafting');
    await sheet.patch(`${account}.operator`, 1, { coopUnitIds: [coop.unitId] });
    await sheet.to(name === 'suspended' ? 'drafting' : PUBLISHED.has(name) ? 'publicComment' : name);
  };
  // Those that wait for the public go first, so that one move of the clock does for all and nothing else falls due.
  for (const [name, account] of SHEETS.filter(([one]) => PUBLISHED.has(one))) await bring(name, account);
  const commented = { sheetId: travelling.get('commentHandling')?.sheetId, text: '建议公开监测数据。' };
  await (await work.office.person()).post('/api/public/comments', commented);
  for (const name of PUBLISHED) await travelling.get(name)?.to(name);
  for (const [name, account] of SHEETS.filter(([one]) => !PUBLISHED.has(one))) await bring(name, account);
  const suspended = travelling.get('suspended');
  if (suspended) await operate(work, suspended.instanceId, 'suspend');
  const places: Place[] = [];
  for (const [name, account, rights] of SHEETS) {
    const sheet = travelling.get(name);
    if (!sheet) continue;
    const view = await sheet.view();
    const place = await placeOf(work, await officer.case(sheet.instanceId), `annual-target ${name}`, account, rights);
    places.push({
      ...place,
      sheetId: sheet.sheetId,
      rowId: (await sheet.row()).rowId,
      ...(view.comments[0] && { commentId: view.comments[0].commentId }),
    });
  }
  return places;
}

/** States of a sheet that the public has seen. */
const PUBLISHED = new Set(['commentHandling', 'issued', 'leadershipApproval', 'directorReview']);

async function opinionPlaces(work: SheetWork): Promise<Place[]> {
  const opinions = await OpinionOffice.open(work.office);
  const coopUnitIds = [(await work.unit(COOPERATING)).unitId];
  const numbers = await led(opinions);
  const places: Place[] = [];
  for (const [index, [name, rights]] of OPINIONS.entries()) {
    const state = name === 'cancelled' ? 'planDrafting' : name;
    const id = await opinions.bring(numbers[index] ?? 0, state, 'ordinary', { coopUnitIds });
    if (name === 'cancelled') await operate(work, id, 'cancel');
    const view = await opinions.case(id);
    const account = (view.unit?.code ?? '').toLowerCase();
    places.push(await placeOf(work, view, `opinion-rectification ${name}`, account, rights));
  }
  return places;
}

/** The opinions that a bureau leads which has no other part here. */
async function led(opinions: OpinionOffice): Promise<number[]> {
  const numbers: number[] = [];
  for (let no = 1; no <= 53 && numbers.length < OPINIONS.length; no += 1) {
    const code = (await opinions.case(opinions.idOf(no))).unit?.code ?? '';
    if (code.startsWith('HZ-') && ![COOPERATING, 'HZ-KW'].includes(code)) numbers.push(no);
  }
  return numbers;
}

async function operate(work: SheetWork, instanceId: string, operation: 'suspend' | 'cancel'): Promise<void> {
  const officer = await work.person('hz-kpb.director');
  const { revision } = await officer.case(instanceId);
  const done = await officer.post(`/api/cases/${instanceId}/operations/${operation}`, { reason: '检查', revision });
  if (done.status !== 200) throw new Error(JSON.stringify(done.body));
}

async function placeOf(work: SheetWork, view: CaseView, name: string, account: string, rights: Rights): Promise<Place> {
  const [task] = await work.office.asOwner<{ task_id: string }>(
    `SELECT task_id FROM tasks WHERE instance_id = $1 ORDER BY opened_at DESC, task_id DESC LIMIT 1`,
    [view.instanceId],
  );
  const isLead = ({ post }: { post: { en: string } }): boolean =>
    !rights.turn.startsWith('own.') || /operator|leader/i.test(post.en);
  const open = view.openTasks
    .filter(isLead)
    .find(({ unit }) => !rights.turn.startsWith('own.') || unit?.unitId === view.unit?.unitId);
  return {
    ...rights,
    name,
    instanceId: view.instanceId,
    revision: view.revision,
    taskId: open?.taskId ?? task?.task_id ?? '',
    unitCode: view.unit?.code ?? '',
    account,
  };
}
