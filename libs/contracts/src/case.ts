import type { Ending, Field, FormField, OutcomeSpec } from './definition.js';
import type { TenantRef } from './tenant.js';
import type { Text } from './text.js';

/** A unit as the pages name it. */
export interface UnitRef {
  unitId: string;
  code: string;
  name: string;
  nameEn: string;
}

/** Who did something: the post counts, and for whom they acted. */
export interface ActorRef {
  accountId: string;
  name: string;
  post: Text;
}

/** How near a deadline is, in working days of the tenant's calendar. */
export interface Due {
  /** ISO instant. */
  at: string;
  /** Whole working days left; 0 is today, negative is overdue. */
  workingDaysLeft: number;
  level: 'overdue' | 'near' | 'normal';
  /** True where the days run beyond the last published holiday list. */
  provisional: boolean;
}

export type InboxTab = 'todo' | 'done' | 'started';

/** One row of the inbox: a task (待办, 已办) or a case (我发起). */
export interface InboxRow {
  instanceId: string;
  /** Null in the tab 我发起. */
  taskId: string | null;
  workflow: string;
  workflowTitle: Text;
  /** What the matter is: 市环保局2017年度目标申报表. */
  title: Text;
  /** What is asked of the reader: 签批. */
  ask: Text;
  state: string;
  stateTitle: Text;
  unit: UnitRef | null;
  openedAt: string;
  doneAt: string | null;
  outcome: Text | null;
  due: Due | null;
  /** Where the case stands still, or was ended from outside. */
  standing: 'suspended' | 'cancelled' | null;
  /** Outcomes that may be given to many rows in one act. */
  bulk: { event: string; title: Text; style: 'primary' | 'plain' | 'danger'; needs: string[] }[];
  /** Revision of the instance, to be sent back with an answer. */
  revision: number;
}

/** As far as what is behind somebody is counted. */
export const MOST_COUNTED = 999;

export interface InboxPage {
  rows: InboxRow[];
  /** Opaque; absent on the last page. */
  nextCursor: string | null;
  /** `done` and `started` grow for ever: they are counted up to `MOST_COUNTED`, one more stands for any more. */
  counts: { todo: number; overdue: number; near: number; done: number; started: number };
  facets: {
    workflows: { workflow: string; title: Text; count: number }[];
    states: { workflow: string; state: string; title: Text; count: number }[];
  };
}

/** One thing the reader may do now. `refused` says why it cannot be done yet, where the guard says no. */
export interface Offer extends OutcomeSpec {
  event: string;
  refused: Text | null;
}

/** The reader's own work on a case. */
export interface TaskView {
  taskId: string;
  name: string;
  title: Text;
  state: string;
  stateTitle: Text;
  unit: UnitRef | null;
  panel: string | null;
  form: FormView | null;
  outcomes: Offer[];
  /** What was typed and not yet sent. */
  draft: Record<string, unknown>;
  /** Revision of the draft, sent back when saving it. */
  draftRevision: number;
  openedAt: string;
  due: Due | null;
}

/** A form made from the definition, with the values that stand now. */
export interface FormView {
  fields: FormField[];
  values: Record<string, unknown>;
}

/** An act open to the reader without a task. */
export interface ActView extends Offer {
  form: FormView | null;
}

/** Open work of anyone on the case. */
export interface OpenTask {
  taskId: string;
  title: Text;
  state: string;
  post: Text;
  unit: UnitRef | null;
  openedAt: string;
  due: Due | null;
}

export interface CaseView {
  instanceId: string;
  /** Whose it is, where it is read in a tenant below; null in one's own. */
  tenant: TenantRef | null;
  workflow: string;
  version: number;
  workflowTitle: Text;
  title: Text;
  status: 'running' | 'suspended' | 'done';
  ending: Ending | null;
  /** Paths of the current states, outermost left out: `officeReview`, `plan.review`. */
  states: { path: string; title: Text; wait: Text | null; until: string | null }[];
  revision: number;
  unit: UnitRef | null;
  startedAt: string;
  endedAt: string | null;
  startedBy: ActorRef | null;
  /** Fields of the definition that hold a value, in the definition's order. */
  facts: { field: string; value: unknown }[];
  fields: Record<string, Field>;
  /** Units named by `unit` and `units` fields. */
  units: UnitRef[];
  myTasks: TaskView[];
  acts: ActView[];
  openTasks: OpenTask[];
  /** Domain panel to show when the reader has no task with one. */
  panel: string | null;
  /** Id of the domain's own record behind the case: a target sheet, an opinion. */
  recordId: string | null;
}

/** What a line of a case's history tells of. */
export type JournalKind =
  | 'start'
  | 'step'
  | 'answer'
  | 'timer'
  | 'message'
  | 'child'
  | 'suspend'
  | 'resume'
  | 'cancel'
  | 'modify'
  | 'restart'
  | 'migrate';

export interface HistoryEntry {
  seq: number;
  at: string;
  kind: JournalKind;
  event: string;
  /** 提交, 退回, 期限已到. */
  title: Text;
  from: Text[];
  to: Text[];
  fromPaths: string[];
  toPaths: string[];
  actor: ActorRef | null;
  unit: UnitRef | null;
  opinion: string | null;
  /** Why an administrator stepped in. */
  reason: string | null;
  /** What the step wrote, field by field. */
  changes: FieldChange[];
}

export interface FieldChange {
  field: string;
  title: Text;
  before: unknown;
  after: unknown;
}

/** What differs between the last submission and the one before (or since the reader returned it). */
export interface ChangesView {
  /** Instants of the two states compared; null where there is nothing to compare with. */
  since: string | null;
  until: string | null;
  groups: { title: Text; changes: { title: Text; before: string | null; after: string | null }[] }[];
}

export interface ChartView {
  width: number;
  height: number;
  nodes: ChartNode[];
  edges: ChartEdge[];
}

export interface ChartNode {
  path: string;
  title: Text;
  kind: 'start' | 'task' | 'wait' | 'end' | 'group';
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ChartEdge {
  from: string;
  to: string;
  event: string;
  title: Text;
  kind: 'act' | 'timer' | 'system';
  points: { x: number; y: number }[];
  label: { x: number; y: number; width: number; height: number } | null;
}

/** One row of the generic case list. */
export interface CaseRow {
  instanceId: string;
  /** Whose it is, where that is a tenant below; null for one's own. */
  tenant: TenantRef | null;
  workflow: string;
  title: Text;
  states: { path: string; title: Text }[];
  status: 'running' | 'suspended' | 'done';
  ending: Ending | null;
  unit: UnitRef | null;
  startedAt: string;
  endedAt: string | null;
  due: Due | null;
  /** Values of the definition's `columns`. */
  columns: Record<string, unknown>;
}

export interface CasePage {
  rows: CaseRow[];
  nextCursor: string | null;
  /** How many cases stand in each state, for the whole filter but the state itself. */
  states: { path: string; title: Text; count: number }[];
  total: number;
}

/** What `GET /api/definitions/:workflow/:version` answers, for pages made from the definition. */
export interface DefinitionView {
  workflow: string;
  version: number;
  title: Text;
  purpose: Text;
  columns: { field: string; title: Text; type: string }[];
  fields: Record<string, Field>;
  chart: ChartView;
}

/** Body of `POST /api/tasks/:taskId/answer` and `POST /api/cases/:instanceId/acts/:event`. */
export interface Answer {
  outcome: string;
  /** Revision of the instance that the reader saw; a newer one is answered with 409. */
  revision: number;
  opinion?: string;
  data?: Record<string, unknown>;
}

/** The case after the step, with the next task of the same reader if there is one. */
export interface AnswerResult {
  instanceId: string;
  revision: number;
  states: { path: string; title: Text }[];
  status: 'running' | 'suspended' | 'done';
  nextTaskId: string | null;
}

/** Body of `POST /api/tasks/answers`: the same answer to many tasks. */
export interface BulkAnswer {
  outcome: string;
  opinion?: string;
  tasks: { taskId: string; revision: number }[];
}

export interface BulkResult {
  results: ({ taskId: string; title: Text } & (
    { done: true; states: Text[] } | { done: false; problem: ProblemBrief }
  ))[];
}

export interface ProblemBrief {
  code: string;
  detail: Text;
}
