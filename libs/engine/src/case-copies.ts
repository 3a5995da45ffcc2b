import { Recent } from '#platform';
import type { InstanceRow } from './instance-row.js';
import { storedText } from './stored-order.js';
import type { StepWrite } from './step-write.js';

/** How much all copies together may take, in bytes: some ten thousand cases. */
const ROOM = 16 * 1024 * 1024;
/** What a copy takes beside its text, and a character of it, in bytes. */
const EACH = 600;
const CHARACTER = 2;

/** A case as a step leaves it. */
export interface Copy {
  row: Omit<InstanceRow, 'value' | 'history' | 'subject' | 'children'>;
  /** What the row holds as JSON, in its order. As text it takes the least memory, and nobody can change it by accident. */
  text: string;
}

type Held = [InstanceRow['value'], InstanceRow['history'], InstanceRow['subject'], InstanceRow['children']];

/**
 * Running cases as this process wrote them last, the latest ones, so that their next command need not read them again. A copy
 * is a guess: others may have moved the case on since. What is decided on it counts only where the case is still what the copy
 * says (its revision, and the moment of its last step: a database that was set back may come to the same revision by another way).
 */
export class CaseCopies {
  readonly #copies = new Recent<Copy>(ROOM, sizeOf);

  keep(copy: Copy): void {
    this.#copies.set(copy.row.instance_id, copy);
  }

  /** The tenant's case as its last step left it; null where there is no copy. */
  recall(tenantId: string, instanceId: string): InstanceRow | null {
    const copy = this.#copies.get(instanceId);
    if (copy?.row.tenant_id !== tenantId) return null;
    const [value, history, subject, children] = JSON.parse(copy.text) as Held;
    return { ...copy.row, value, history, subject, children };
  }

  forget(instanceId: string): void {
    this.#copies.delete(instanceId);
  }
}

/** A case as a step leaves it; null where it has ended. */
export function copyOf({ instance }: StepWrite, startedAt: Date): Copy | null {
  if (instance.status === 'done') return null;
  const held = [instance.value, instance.history, instance.subject, instance.children];
  return {
    row: {
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
      suspended_at: instance.suspendedAt,
      started_at: startedAt,
      parent_id: instance.parent?.instanceId ?? null,
      parent_state: instance.parent?.state ?? null,
      parent_entry: instance.parent?.entry ?? null,
      child_no: instance.parent?.no ?? null,
      as_of: instance.at,
    },
    text: storedText(held),
  };
}

function sizeOf({ text }: Copy): number {
  return EACH + text.length * CHARACTER;
}
