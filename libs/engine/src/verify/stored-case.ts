import { isDeepStrictEqual } from 'node:util';
import type { Text } from '#contracts';
import type { StoredCase } from './case-page.js';
import type { Folded } from './folded.js';
import { FROM_BACKUP, FROM_HISTORY, type Invariant, type Violation } from './violation.js';

/** How a stored case differs from what its history folds to. This is a pure function. */
export function differencesOf(stored: StoredCase, folded: Folded): Violation[] {
  return [...snapshotDifferences(stored, folded), ...timerDifferences(stored, folded), ...lifeDifferences(stored)];
}

function snapshotDifferences(stored: StoredCase, folded: Folded): Violation[] {
  const found: Violation[] = [];
  const compare = (zh: string, en: string, is: unknown, should: unknown): void => {
    if (!isDeepStrictEqual(is, should)) found.push(violation(stored, 'I1', differs(zh, en, is, should), FROM_HISTORY));
  };
  if (stored.revision !== folded.revision)
    return [
      violation(
        stored,
        'I2',
        {
          zh: `事项记为第 ${stored.revision} 步，办理记录却有 ${folded.revision} 步。`,
          en: `The case stands at step ${stored.revision}, but its history has ${folded.revision}.`,
        },
        FROM_BACKUP,
      ),
    ];
  compare('环节', 'states', stored.states, folded.states);
  compare('位置', 'position', stored.value, folded.position.value);
  compare('历史环节', 'remembered states', stored.history, folded.position.history);
  compare('状态', 'status', stored.status, folded.status);
  compare('流程版本', 'version', stored.version, folded.version);
  for (const name of new Set([...Object.keys(stored.subject), ...Object.keys(folded.position.subject)]))
    compare(`字段“${name}”`, `field “${name}”`, stored.subject[name], folded.position.subject[name]);
  const waited = Object.fromEntries(Object.entries(stored.children).map(([state, run]) => [state, run.entry]));
  const expected = Object.fromEntries([...folded.children].map(([state, run]) => [state, run.entry]));
  compare('等待的下级事项', 'awaited children', waited, expected);
  return found;
}

function timerDifferences(stored: StoredCase, folded: Folded): Violation[] {
  const names = stored.timers.map((timer) => timer.name);
  const missing = [...folded.timers].filter((name) => !names.includes(name));
  const extra = names.filter((name, index) => !folded.timers.has(name) || names.indexOf(name) !== index);
  const wrongly = stored.timers.filter((timer) => timer.held !== (stored.status === 'suspended'));
  return [
    ...missing.map((name) =>
      violation(
        stored,
        'I5',
        {
          zh: `缺少环节的计时 ${name}，期限到时不会有任何动作。`,
          en: `The timer ${name} of an active state is missing: nothing will happen when it is over.`,
        },
        FROM_HISTORY,
      ),
    ),
    ...extra.map((name) =>
      violation(
        stored,
        'I5',
        {
          zh: `多出计时 ${name}：它的环节不在办理中，或已有一个同名计时。`,
          en: `The timer ${name} is one too many: its state is not active, or has one already.`,
        },
        {
          zh: '删除这一行计时即可；环节本身不受影响。',
          en: 'Delete that row of timers; the case itself is not affected.',
        },
      ),
    ),
    ...wrongly.map((timer) =>
      violation(
        stored,
        'I5',
        {
          zh: `计时 ${timer.name} ${timer.held ? '停着，事项却没有暂停' : '还在走，事项却已暂停'}。`,
          en: `The timer ${timer.name} ${timer.held ? 'stands still, but the case is not suspended' : 'runs, but the case is suspended'}.`,
        },
        {
          zh: '请由管理员暂停后再恢复这件事项。',
          en: 'An administrator suspends the case and resumes it.',
        },
      ),
    ),
  ];
}

/** What must hold of a stored case whatever its history. */
function lifeDifferences(stored: StoredCase): Violation[] {
  const isDone = stored.status === 'done';
  const said: [boolean, string, string][] = [
    [(stored.ending !== null) === isDone, '办结方式', 'its ending'],
    [(stored.ended_at !== null) === isDone, '办结时间', 'the time of its end'],
    [(stored.suspended_at !== null) === (stored.status === 'suspended'), '暂停时间', 'the time of its suspension'],
  ];
  return said.flatMap(([holds, zh, en]) =>
    holds
      ? []
      : [
          violation(
            stored,
            'I1',
            {
              zh: `状态为 ${stored.status}，${zh}却不相符。`,
              en: `Its status is ${stored.status}, and ${en} does not go with it.`,
            },
            FROM_HISTORY,
          ),
        ],
  );
}

/** A violation of one case. This is a pure function. */
export function violation(stored: { instance_id: string }, invariant: Invariant, what: Text, mend: Text): Violation {
  return { invariant, instanceId: stored.instance_id, what, mend };
}

function differs(zh: string, en: string, is: unknown, should: unknown): Text {
  return {
    zh: `${zh}存为 ${shown(is)}，按办理记录应为 ${shown(should)}。`,
    en: `The ${en} is stored as ${shown(is)}, but the history says ${shown(should)}.`,
  };
}

const SHOWN = 80;

function shown(value: unknown): string {
  const text = value === undefined ? '∅' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
