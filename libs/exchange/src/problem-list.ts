import type { ImportProblem } from '#contracts';
import type { ImportFinding } from '#organisation';

const MAX_LISTED = 1000;
const MAX_VALUE_CHARACTERS = 80;
const INVISIBLE = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** Everything that is wrong with the files of an import: all of it counted, the first thousand listed. */
export class ProblemList {
  readonly #problems: ImportProblem[] = [];
  #count = 0;

  add(file: string, finding: ImportFinding): void {
    this.#count += 1;
    if (this.#problems.length === MAX_LISTED) return;
    this.#problems.push({ file, ...finding, value: finding.value === null ? null : shown(finding.value) });
  }

  get count(): number {
    return this.#count;
  }

  get listed(): ImportProblem[] {
    return this.#problems;
  }
}

/** A value short enough for a report, with invisible characters spelt out. */
function shown(value: string): string {
  const characters = [...value];
  const short =
    characters.length > MAX_VALUE_CHARACTERS ? [...characters.slice(0, MAX_VALUE_CHARACTERS), '…'] : characters;
  return short.join('').replace(INVISIBLE, spelt);
}

function spelt(character: string): string {
  return character === '\n' ? ' ' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
