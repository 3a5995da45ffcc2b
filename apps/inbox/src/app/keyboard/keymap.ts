export type Command = 'next' | 'previous' | 'mark' | 'open' | 'decide' | 'search' | 'inbox' | 'help' | 'close';

/** Keys in the order of the help page; two keys stand for one pressed after the other. */
export const KEYS: { command: Command; keys: string[] }[] = [
  { command: 'next', keys: ['j'] },
  { command: 'previous', keys: ['k'] },
  { command: 'mark', keys: ['x'] },
  { command: 'open', keys: ['Enter'] },
  { command: 'decide', keys: ['e'] },
  { command: 'search', keys: ['/'] },
  { command: 'inbox', keys: ['g', 'i'] },
  { command: 'help', keys: ['?'] },
  { command: 'close', keys: ['Escape'] },
];

export interface KeyStroke {
  key: string;
  isComposing: boolean;
  hasModifier: boolean;
  /** Whether the focus stands in a place that takes text. */
  isTyping: boolean;
  /** Whether the focus stands on a control that the key itself works. */
  isOnControl: boolean;
}

/** The command that a stroke means after the one before it; null where the key belongs to the page. This is a pure function. */
export function commandOf(stroke: KeyStroke, before: string | null): Command | null {
  if (stroke.isComposing || stroke.hasModifier) return null;
  if (stroke.isTyping) return null;
  if (stroke.key === 'Enter' && stroke.isOnControl) return null;
  for (const { command, keys } of KEYS) {
    const isLast = keys.at(-1) === stroke.key;
    if (isLast && (keys.length === 1 ? before === null : keys[0] === before)) return command;
  }
  return null;
}

/** Whether the stroke may be the first of two. */
export function startsPair(key: string): boolean {
  return KEYS.some(({ keys }) => keys.length === 2 && keys[0] === key);
}
