import type { Text, WorkflowDefinition } from '#contracts';
import { factsOf, type Fact } from './facts.js';

/** One difference in what two definitions mean. */
export interface Change {
  about: Fact['about'];
  how: 'added' | 'removed' | 'changed';
  /** JSON pointer into the newer definition; of what was removed, into the older. */
  pointer: string;
  message: Text;
}

/**
 * What changed from one definition to another: states, transitions, people, deadlines, forms and all else that they
 * say, each in a sentence. The order of names and the way in which a transition is written do not count; the order in
 * which guards are asked does. This is a pure function.
 */
export function diff(older: WorkflowDefinition, newer: WorkflowDefinition): Change[] {
  const before = new Map(factsOf(older).map((fact) => [fact.key, fact]));
  const after = new Map(factsOf(newer).map((fact) => [fact.key, fact]));
  return [
    ...[...after.values()].flatMap((fact) => {
      const was = before.get(fact.key);
      if (!was) return [added(fact)];
      return canonical(was.value) === canonical(fact.value) ? [] : [changed(was, fact)];
    }),
    ...[...before.values()].filter((fact) => !after.has(fact.key)).map(removed),
  ];
}

function added({ about, pointer, title, words }: Fact): Change {
  const { zh, en } = KINDS[about];
  const message = {
    zh: `新增${zh}“${title.zh}”${tail(title.zh, words.zh, '：')}。`,
    en: `Added: ${en} “${title.en}”${tail(title.en, words.en, ', ')}.`,
  };
  return { about, how: 'added', pointer: pointer.toString(), message };
}

function removed({ about, pointer, title, words }: Fact): Change {
  const { zh, en } = KINDS[about];
  const message = {
    zh: `删去${zh}“${title.zh}”${tail(title.zh, words.zh, '：')}。`,
    en: `Removed: ${en} “${title.en}”${tail(title.en, words.en, ', ')}.`,
  };
  return { about, how: 'removed', pointer: pointer.toString(), message };
}

function changed(was: Fact, is: Fact): Change {
  const { zh, en } = KINDS[is.about];
  const isVisible = was.words.zh !== is.words.zh || was.words.en !== is.words.en;
  const message = isVisible
    ? {
        zh: `${zh}“${is.title.zh}”：原为${was.words.zh}；现为${is.words.zh}。`,
        en: `Changed: ${en} “${is.title.en}”: was ${was.words.en}; is now ${is.words.en}.`,
      }
    : {
        zh: `${zh}“${is.title.zh}”的${partsIn(was.value, is.value).join('、') || '内容'}有改动。`,
        en: `Changed: ${en} “${is.title.en}”, in ${partsIn(was.value, is.value).join(', ') || 'detail'}.`,
      };
  return { about: is.about, how: 'changed', pointer: is.pointer.toString(), message };
}

/** The names of the parts that differ, where words do not show it. */
function partsIn(was: unknown, is: unknown): string[] {
  const [before, after] = [partsOf(was), partsOf(is)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => canonical(before.get(key)) !== canonical(after.get(key)),
  );
}

function partsOf(value: unknown): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, part]: [string, unknown]) =>
      key === 'said' ? [...partsOf(part)] : [[key, part]],
    ),
  );
}

/** JSON with the names of objects in one order. */
function canonical(value: unknown): string {
  const sorted = (_: string, part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part;
  return value === undefined ? '' : JSON.stringify(value, sorted);
}

const tail = (title: string, words: string, glue: string): string => (title === words ? '' : `${glue}${words}`);

const KINDS: Record<Fact['about'], Text> = {
  state: { zh: '状态', en: 'state' },
  transition: { zh: '转移', en: 'transition' },
  task: { zh: '任务', en: 'task' },
  people: { zh: '办理人', en: 'people of' },
  deadline: { zh: '时限', en: 'deadline of' },
  answer: { zh: '办理结果', en: 'answer' },
  act: { zh: '操作', en: 'act' },
  children: { zh: '子事项', en: 'children of' },
  form: { zh: '表单', en: 'form' },
  field: { zh: '字段', en: 'field' },
  timer: { zh: '定时', en: 'timer' },
  ladder: { zh: '催办梯次', en: 'ladder' },
  mail: { zh: '邮件文字', en: 'mail' },
  message: { zh: '外来消息', en: 'message' },
  setting: { zh: '', en: 'the' },
};
