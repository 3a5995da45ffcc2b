import { RecentTexts } from '#platform';
import type { InstanceRow } from './instance-row.js';
import { storedText } from './stored-order.js';
import type { StepWrite } from './step-write.js';

/** How much all copies together may take, in bytes: some sixty thousand cases, half of which are always there. */
const ROOM = 64 * 1024 * 1024;

/** A case as a step leaves it. */
export interface Copy {
  instanceId: string;
  /** `Plain` and `Held` as JSON: nobody can change it by accident. */
  text: string;
}

/** The columns that are no JSON; moments in milliseconds. */
type Plain = Omit<
  InstanceRow,
  'value' | 'history' | 'subject' | 'children' | 'suspended_at' | 'started_at' | 'as_of'
> & {
  suspended_at: number | null;
  started_at: number;
  as_of: number;
};

/** What the row holds as JSON, in its order. */
type Held = [InstanceRow['value'], InstanceRow['history'], InstanceRow['subject'], InstanceRow['children']];

/**
 * Running cases as this process wrote them last, the latest ones, so that their next command need not read them again. A copy
 * is a guess: others may have moved the case on since. What is decided on it counts only where the case is still what the copy
 * says (its revision, and the moment of its last step: a database that was set back may come to the same revision by another way).
 */
export class CaseCopies {
  readonly #texts = new RecentTexts(ROOM);

  keep({ instanceId, text }: Copy): void {
    this.#texts.set(instanceId, text);
  }

  /** The tenant's case as its last step left it; null where there is no copy. */
  recall(tenantId: string, instanceId: string): InstanceRow | null {
    const text = this.#texts.get(instanceId);
    if (text === undefined) return null;
    const [plain, [value, history, subject, children]] = JSON.parse(text) as [Plain, Held];
    if (plain.tenant_id !== tenantId) return null;
    return {
      ...plain,
      suspended_at: plain.suspended_at === null ? null : new Date(plain.suspended_at),
      started_at: new Date(plain.started_at),
      as_of: new Date(plain.as_of),
      value,
      history,
      subject,
      children,
    };
  }

  forget(instanceId: string): void {
    this.#texts.delete(instanceId);
  }
}

/** A case as a step leaves it; null where it has ended. */
export function copyOf({ instance }: StepWrite, startedAt: Date): Copy | null {
  if (instance.status === 'done') return null;
  const plain: Plain = {
    instance_id: instance.instanceId,
    tenant_id: instance.tenantId,
    workflow: instance.workflow,
    version: instance.version,
    title_zh: instance.titleZh,
    title_en: instance.titleEn,
    unit_id: instance.unitId,
    record_id: instance.recordId,
    states: instance.states,
    revision: instance.before + 1,
    status: instance.status,
    suspended_at: instance.suspendedAt?.getTime() ?? null,
    started_at: startedAt.getTime(),
    parent_id: instance.parent?.instanceId ?? null,
    parent_state: instance.parent?.state ?? null,
    parent_entry: instance.parent?.entry ?? null,
    child_no: instance.parent?.no ?? null,
    as_of: instance.at.getTime(),
  };
  const held = [instance.value, instance.history, instance.subject, instance.children];
  return { instanceId: instance.instanceId, text: `[${JSON.stringify(plain)},${storedText(held)}]` };
}
