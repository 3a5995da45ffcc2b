import type { Text } from '#contracts';

/** The invariants that `verify` checks, by their numbers in docs/faults.md. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I11' | 'I12';

/** Something in the database that cannot have come about by the product's own doing. */
export interface Violation {
  invariant: Invariant;
  /** Null where it concerns no single case. */
  instanceId: string | null;
  what: Text;
  mend: Text;
}

/** How a violation is mended where only a copy of the data knows better. */
export const FROM_BACKUP: Text = {
  zh: '请从备份核对并恢复这件事项；恢复之前请先暂停它，以免继续办理。',
  en: 'Compare the case with a backup and restore it from there; suspend it until then, so that nobody works on it.',
};

/** How a snapshot is mended whose history is sound. */
export const FROM_HISTORY: Text = {
  zh: '办理记录完整时，请由管理员以“从第几步重新办理”恢复到最后一步；否则从备份恢复。',
  en: 'Where the history is sound, an administrator restarts the case from its last step; otherwise restore it from a backup.',
};
