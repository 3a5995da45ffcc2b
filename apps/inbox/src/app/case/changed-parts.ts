export interface TextPart {
  text: string;
  isChanged: boolean;
}

export interface ChangedParts {
  before: TextPart[];
  after: TextPart[];
}

// Numbers and Latin words change as a whole: 85.5 → 86 is not “8” kept and “5.5” changed.
const PIECE = /[\d.,]*\d%?|[A-Za-z]+|[^]/gu;

/**
 * Splits two texts into what they share at both ends and the middle that differs, so that the eye finds the change.
 * This is a pure function.
 */
export function changedParts(before: string, after: string): ChangedParts {
  const old = before.match(PIECE) ?? [];
  const now = after.match(PIECE) ?? [];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { before: parts(old, head, tail), after: parts(now, head, tail) };
}

function parts(pieces: string[], head: number, tail: number): TextPart[] {
  const end = pieces.length - tail;
  return [
    { text: pieces.slice(0, head).join(''), isChanged: false },
    { text: pieces.slice(head, end).join(''), isChanged: true },
    { text: pieces.slice(end).join(''), isChanged: false },
  ].filter((part) => part.text !== '');
}
