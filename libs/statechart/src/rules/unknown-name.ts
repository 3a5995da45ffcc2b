import type { Text } from '#contracts';
import type { Pointer } from '../pointer.js';
import type { Fault } from './rule.js';

/** The fault of a name that is not among those known; none where it is. This is a pure function. */
export function unknownName(at: Pointer, kind: Text, name: string, known: Iterable<string>): Fault[] {
  const names = [...known];
  if (names.includes(name)) return [];
  const near = names.filter((one) => distance(one, name) <= 2).slice(0, 1);
  const hint = near.map((one) => ({ zh: `是否应为“${one}”？`, en: ` Is “${one}” meant?` }))[0];
  return [
    {
      pointer: at,
      message: {
        zh: `没有名为“${name}”的${kind.zh}。${hint?.zh ?? ''}`,
        en: `There is no ${kind.en} named “${name}”.${hint?.en ?? ''}`,
      },
    },
  ];
}

/** How many letters must be changed, added or left out to come from one word to the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, a] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, b] of [...other].entries())
      next.push(Math.min((row[j] ?? 0) + (a === b ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}
