import type { Text } from '#contracts';

/** What does not fit. */
export type FaultKind =
  /** The entry, or its line in the chain, was changed. */
  | 'changed'
  /** The entry was sealed and is not there, or not at its place. */
  | 'missing'
  /** An entry that was not sealed stands among those that are. */
  | 'inserted'
  /** A block is gone, or its head was changed. */
  | 'block'
  /** The chain was made anew: it holds together, and a checkpoint says otherwise. */
  | 'rewritten'
  /** The chain ends before a checkpoint. */
  | 'truncated'
  /** A line of the file of checkpoints is not signed by the key. */
  | 'checkpoint';

/** The first entry that does not fit. */
export interface Fault {
  kind: FaultKind;
  /** Its number in the chain; of an inserted one, that of the entry before which it stands. */
  seq: number;
  source: string | null;
  key: string | null;
  what: Text;
}

/** A fault of an entry. This is a pure function. */
export function faultAt(kind: keyof typeof ENTRY_WORDS, seq: number, entry: { source: string; key: string }): Fault {
  const { source, key } = entry;
  const { zh, en } = ENTRY_WORDS[kind];
  const [nameZh, nameEn] = SOURCES[source] ?? [source, source];
  return {
    kind,
    seq,
    source,
    key,
    what: { zh: `第 ${seq} 条（${nameZh} ${key}）：${zh}`, en: `Entry ${seq} (${nameEn} ${key}): ${en}` },
  };
}

/** A fault of the chain itself, from an entry on. This is a pure function. */
export function chainFault(kind: FaultKind, seq: number, zh: string, en: string): Fault {
  return { kind, seq, source: null, key: null, what: { zh: `第 ${seq} 条：${zh}`, en: `Entry ${seq}: ${en}` } };
}

const SOURCES: Record<string, [zh: string, en: string]> = {
  journal: ['办理记录', 'journal'],
  operation: ['操作日志', 'operation log'],
};

const ENTRY_WORDS = {
  changed: {
    zh: '内容与封存时不符，记录或其封存值被改动。',
    en: 'is not what was sealed; it, or its seal, was changed.',
  },
  missing: {
    zh: '已封存，但原处没有这条记录，被删除或挪动。',
    en: 'was sealed and is not at its place; it was deleted or moved.',
  },
  inserted: {
    zh: '此处多出一条未经封存的记录，系事后插入。',
    en: 'was never sealed and stands among those that were; it was inserted later.',
  },
};
