import type { Text } from './text.js';

/**
 * A workflow as it stands in `workflows/<workflow>/<version>.json`.
 *
 * `machine` is a plain XState v5 config holding names only. Whatever XState cannot say (who works on a state, its
 * words, its form, its working time) stands in the state's `meta`, once. Published versions never change.
 */
export interface WorkflowDefinition {
  $schema?: string;
  /** The constant name of the workflow; equals `machine.id`, for a timer's event type holds it. */
  workflow: string;
  /** Whole number from 1, the same as the file's name. */
  version: number;
  title: Text;
  /** What the letters of the workflow are about, in one sentence, for the administrator. */
  purpose: Text;
  /** Every datum of a case that forms ask for and guards read, said once. */
  fields: Record<string, Field>;
  forms: Record<string, Form>;
  /** Named delays of `after` transitions. */
  timers: Record<string, Span>;
  ladders: Record<string, Rung[]>;
  /** Words of the mails that `mail.send` effects name; `{title}`, `{state}` and `{url}` are filled in. */
  mails?: Record<string, { subject: Text; body: Text }>;
  /** Field of type `unit` that says whose matter the case is; without it, the unit stays as the case was started. */
  unit?: string;
  /** Fields shown as columns of the case list. */
  columns: string[];
  /** Events that come from outside and find their case by `correlation`, by event. */
  messages?: Record<string, MessageSpec>;
  /** The field of type text, number, choice or unit whose value a message names to find its case. */
  correlation?: string;
  /** How long journal entries are kept after a case has ended; ten years where it is not said. */
  retention?: { months: number };
  machine: MachineConfig;
}

/** A plain XState v5 machine config: names only, no functions. */
export interface MachineConfig extends StateConfig {
  id: string;
  context?: Record<string, unknown>;
}

export interface StateConfig {
  type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  initial?: string;
  states?: Record<string, StateConfig>;
  on?: Record<string, TransitionConfig>;
  after?: Record<string, TransitionConfig>;
  always?: TransitionConfig;
  onDone?: TransitionConfig;
  entry?: ActionConfig | ActionConfig[];
  exit?: ActionConfig | ActionConfig[];
  history?: 'shallow' | 'deep';
  target?: string;
  output?: unknown;
  meta?: StateMeta;
}

export type TransitionConfig = string | TransitionTarget | TransitionTarget[];

export interface TransitionTarget {
  target?: string;
  guard?: GuardConfig;
  actions?: ActionConfig | ActionConfig[];
  reenter?: boolean;
  /** `title`: the words on the arrow where the event's own words do not say enough. */
  meta?: { title?: Text };
}

/** An effect: a name, alone or with parameters. `children.start` takes `ChildrenStart`. */
export type ActionConfig = string | { type: string; params?: Record<string, unknown> };

/** The one guard there is: `when` reads a condition on the case's subject. */
export interface GuardConfig {
  type: 'when';
  params: Condition;
}

/**
 * A condition on the subject: total (a missing field is simply not equal), analysable, printable.
 * `field` is a name from `fields`; a dot reaches into an object.
 */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; is: Scalar }
  | { field: string; in: Scalar[] }
  | { field: string; atLeast: number }
  | { field: string; atMost: number }
  | { field: string; filled: boolean };

export type Scalar = string | number | boolean;

export interface StateMeta {
  title: Text;
  /** What the state is for, in one sentence. */
  purpose?: Text;
  /** What people do here. Several tasks are open side by side. */
  tasks?: TaskSpec[];
  /** Events that certain posts may send from here without a task of their own. */
  acts?: Record<string, ActSpec>;
  /** Said of a state without tasks: what it waits for. */
  wait?: Text;
  /** Said of a state that waits without an `after`: why it needs no deadline. */
  noDeadline?: Text;
  /** Cases that are started when the state is entered. Once the wait is fulfilled the chart is sent `done`. */
  children?: ChildrenSpec;
  /** Said of a final state: how the list shows the case that ended here. */
  ending?: Ending;
  /** Said of a final state: the fields that are the case's output, which its parent collects. */
  output?: string[];
}

/** Cases that a state starts and waits for. */
export interface ChildrenSpec {
  /** The workflow they run under: its newest version when they start. */
  workflow: string;
  /** A field of type `list`, `units` or `unit`: one child for every entry, none for none. Without it, one child. */
  each?: string;
  /** What a child's subject starts with: the child's field by the parent's. */
  given?: Record<string, string>;
  /** The child's field that receives the entry. Without it the columns of a list's row become fields of the child. */
  entry?: string;
  /** How many must have ended; all where fewer were started. Where none was, the wait is fulfilled at once. */
  wait: 'all' | 'any' | { atLeast: number };
  /** What becomes of children that still run when the wait is over or the state is left. */
  rest: 'cancel' | 'leave';
  /** The field that receives the outputs of those that have ended, as an array in the order in which they ended. */
  collect?: string;
  /** The event that says that the wait is over; `children.done` where it is not said. */
  done?: string;
}

/** Parameters of the effect `children.start`, which adds children to those of an active state. */
export interface ChildrenStart {
  /** The state whose wait they join; said where several active states have children. */
  state?: string;
  /** A field as in `ChildrenSpec.each`: one more child for every entry. Without it, one more child. */
  each?: string;
  /** As in `ChildrenSpec.entry`; what the state says, where it is not said. */
  entry?: string;
}

/** An event that comes from outside. */
export interface MessageSpec {
  title: Text;
  /** What becomes of it while no active state takes it: kept until one does, or refused. */
  early: 'keep' | 'refuse';
  /** How long it is kept; as long as the case runs where it is not said. */
  keepFor?: Span;
}

/** How a case ended: settled, refused, taken back, carried over to the next year, joined to another, cancelled from outside. */
export type Ending = 'done' | 'refused' | 'withdrawn' | 'carried' | 'joined' | 'cancelled';

/** Who may work on something: everyone who holds the post, in the unit that the subject's field names. */
export interface People {
  post: Post;
  /** A field of type `unit` or `units`; without it, the evaluation office (or leadership) itself. */
  of?: string;
  /** States whose actors may not act here (separation of duties). */
  not?: string[];
}

/** The posts that people hold, and with them roles in the product. */
export type Post =
  | 'unit.operator'
  | 'unit.leader'
  | 'office.officer'
  | 'office.director'
  | 'leadership'
  | 'expert'
  | 'informant'
  | 'third.party'
  | 'citizen.representative'
  | 'administrator'
  | 'security.administrator'
  | 'audit.administrator';

export interface TaskSpec {
  /** Unique within the state. */
  name: string;
  /** What is asked, as a verb: 签批, 会签, 审核. */
  title: Text;
  people: People;
  /** One task for every unit in `people.of` (a `units` field), answered side by side. */
  each?: boolean;
  form?: string;
  /** A domain's own panel in place of, or above, the form. */
  panel?: string;
  deadline?: Span;
  /** Said of a task without `deadline`: why it needs none. */
  noDeadline?: Text;
  /** Which ladder of reminders and escalations goes with the deadline. */
  ladder?: string;
  outcomes: Record<string, OutcomeSpec>;
  /** For `each`: the event once all have answered; the first outcome of `any` that somebody chose wins. */
  joint?: { all: string; any?: Record<string, string> };
}

export interface OutcomeSpec {
  title: Text;
  style?: 'primary' | 'plain' | 'danger';
  /** Fields without which this outcome is refused; `opinion` is the free opinion that every outcome may carry. */
  needs?: string[];
  /** Said before a formal act: what will happen, and to whom. */
  confirm?: Text;
  /** Whether many tasks may be answered so in one act. */
  bulk?: boolean;
  /** False: the answer closes this task alone and the chart hears nothing. */
  sends?: false;
  /** True: the chart hears the event, the task stays open (a progress report). */
  stays?: boolean;
}

export interface ActSpec extends OutcomeSpec {
  people: People;
  form?: string;
}

/** A length of time that a clock counts, or a day of the year. */
export type Span =
  | { workingDays: number }
  | { calendarDays: number }
  /** The end of that day (`MM-DD`) in the year that the subject's field holds; at once where it is past. */
  | { date: string; year: string };

/** One step of a ladder: fires once, so many working days before or after the deadline. */
export interface Rung {
  name: string;
  /** Working days relative to the deadline; negative is before. */
  workingDays: number;
  /** Repeats every so many months from then on, while the task is open. */
  everyMonths?: number;
  to: Recipient[];
  mail: 'task.remind' | 'task.due' | 'task.overdue';
}

/** `handler`: who has the task; `leader`: the handler's unit leader; `office`, `director`: the evaluation office. */
export type Recipient = 'handler' | 'leader' | 'office' | 'director';

export type Field = {
  title: Text;
  help?: Text;
  /** Holders of these posts read it, and nobody else; everybody who sees the case where it is left out. */
  readableBy?: Post[];
} & (
  | { type: 'text'; maxLength: number; multiline?: boolean }
  | { type: 'number'; min?: number; max?: number; unit?: Text }
  | { type: 'date' }
  | { type: 'yesNo' }
  | { type: 'choice'; options: Option[] }
  | { type: 'unit' }
  | { type: 'units' }
  /** A short table that grows: dated steps of a plan, findings of a check. Each row fills all columns but the optional. */
  | { type: 'list'; columns: Record<string, Field>; optional?: string[]; maxItems: number }
);

export type FieldType = Field['type'];

export interface Option {
  value: string;
  title: Text;
}

export interface Form {
  /** In reading order. */
  fields: FormField[];
}

export interface FormField {
  field: string;
  required?: boolean;
  /** Shown, not asked. */
  readOnly?: boolean;
}
