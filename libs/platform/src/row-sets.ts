import type { Sql } from './sql.js';

/** The PostgreSQL types that columns of row sets may have. */
export type ColumnType = 'uuid' | 'integer' | 'boolean' | 'text' | 'text[]' | 'jsonb' | 'json' | 'timestamptz' | 'date';

/** Rows of one kind, as a statement takes any number of them in one parameter. */
export interface RowSet {
  name: string;
  columns: Readonly<Record<string, ColumnType>>;
}

/** Writes the rows of a parameter as an item of a FROM clause, under an alias. */
export type From = (alias: string) => string;

/** How the rows of a set travel to PostgreSQL. */
export interface RowFormat {
  /** Whether they go as an array of the set's own type, in PostgreSQL's binary format. */
  isBinary: boolean;
  from(param: string): From;
  /** The parameter's value. Fields that are missing, undefined or null are NULL. */
  encode(rows: readonly object[]): string | Buffer;
}

/**
 * How sets of rows travel: those for which the database has a composite type `rows_<name>` with just these columns, as a
 * binary array of it, which PostgreSQL reads in two thirds of the time; all others as JSON. So a set may change before a
 * migration brings its type. A type is never altered, for running processes know it: a set that changes takes a new name.
 * A value that its column cannot hold is refused with the code 22000, as PostgreSQL would.
 */
export async function rowFormats(sql: Sql, sets: readonly RowSet[]): Promise<Map<string, RowFormat>> {
  const types = await sql.query<{ name: string; oid: string; columns: string[] }>(
    `SELECT t.typname AS name, t.oid::bigint AS oid, array_agg(a.attname || ' ' || format_type(a.atttypid, NULL) ORDER BY a.attnum) AS columns
     FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid
     WHERE t.typname = ANY ($1) AND pg_type_is_visible(t.oid) AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY t.oid, t.typname`,
    [sets.map(typeOf)],
  );
  const known = new Map(types.map((type) => [type.name, type]));
  return new Map(
    sets.map((set) => {
      const type = known.get(typeOf(set));
      const isSame = type?.columns.join() === columnsOf(set).join();
      return [set.name, type && isSame ? binary(set, Number(type.oid)) : asJson(set)];
    }),
  );
}

function typeOf({ name }: RowSet): string {
  return `rows_${name}`;
}

function columnsOf({ columns }: RowSet): string[] {
  return Object.entries(columns).map(([name, type]) => `${name} ${SQL_NAMES[type] ?? type}`);
}

const SQL_NAMES: Partial<Record<ColumnType, string>> = { timestamptz: 'timestamp with time zone' };

function asJson(set: RowSet): RowFormat {
  const columns = columnsOf(set).join(', ');
  return {
    isBinary: false,
    from: (param) => (alias) => `json_to_recordset(${param}::json) AS ${alias}(${columns})`,
    encode: (rows) => JSON.stringify(rows),
  };
}

const OIDS: Record<ColumnType, number> = {
  uuid: 2950,
  integer: 23,
  boolean: 16,
  text: 25,
  'text[]': 1009,
  jsonb: 3802,
  json: 114,
  timestamptz: 1184,
  date: 1082,
};

function binary(set: RowSet, oid: number): RowFormat {
  const columns = Object.entries(set.columns).map(([name, type]) => ({ name, oid: OIDS[type], write: WRITERS[type] }));
  return {
    isBinary: true,
    from: (param) => (alias) => `unnest(${param}::${typeOf(set)}[]) AS ${alias}`,
    encode: (rows) => {
      const message = new Message();
      // An array of one dimension, in which nothing is NULL, from index 1.
      for (const word of [1, 0, oid, rows.length, 1]) message.word(word);
      for (const row of rows as readonly Record<string, unknown>[]) {
        const beginning = message.begin();
        message.word(columns.length);
        for (const { name, oid: type, write } of columns) {
          message.word(type);
          const value = row[name];
          if (value === undefined || value === null) {
            message.word(NULL);
            continue;
          }
          const at = message.begin();
          write(message, value);
          message.end(at);
        }
        message.end(beginning);
      }
      return message.bytes();
    },
  };
}

const NULL = 0xffffffff;
const DAY_MS = 86_400_000;
/** PostgreSQL counts from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const INFINITY = 0x7fffffffffffffffn;

const WRITERS: Record<ColumnType, (message: Message, value: unknown) => void> = {
  uuid: (message, value) => message.uuid(String(value)),
  integer: (message, value) => {
    if (!Number.isInteger(value) || (value as number) !== ((value as number) | 0)) throw unsendable('integer', value);
    message.word((value as number) >>> 0);
  },
  boolean: (message, value) => message.byte(value === true ? 1 : 0),
  text: (message, value) => message.text(String(value)),
  'text[]': (message, value) => {
    const texts = value as readonly string[];
    if (texts.length === 0) for (const word of [0, 0, OIDS.text]) message.word(word);
    else for (const word of [1, 0, OIDS.text, texts.length, 1]) message.word(word);
    for (const text of texts) {
      const at = message.begin();
      message.text(text);
      message.end(at);
    }
  },
  jsonb: (message, value) => {
    message.byte(1);
    message.text(JSON.stringify(value));
  },
  json: (message, value) => message.text(JSON.stringify(value)),
  timestamptz: (message, value) => {
    if (value === 'infinity') {
      message.long(INFINITY);
      return;
    }
    const ms = (value instanceof Date ? value : new Date(String(value))).getTime();
    if (Number.isNaN(ms)) throw unsendable('timestamptz', value);
    message.long(BigInt(ms - EPOCH_MS) * 1000n);
  },
  date: (message, value) => {
    const days = (Date.parse(String(value)) - EPOCH_MS) / DAY_MS;
    if (!Number.isInteger(days)) throw unsendable('date', value);
    message.word(days >>> 0);
  },
};

/** As PostgreSQL refuses a value (22000, data exception), so that what is written together with it is tried without it. */
function unsendable(type: ColumnType, value: unknown): Error {
  return Object.assign(new Error(`this is no ${type}: ${String(value)}`), { code: '22000' });
}

const NO_DIGIT = 255;
const DASH = 45;
const DASHES = [8, 13, 18, 23];
/** Where the two digits of each byte begin. */
const DIGIT_PLACES = Uint8Array.from(
  { length: 16 },
  (_, byte) => byte * 2 + DASHES.filter((at, group) => at - group <= byte * 2).length,
);
/** Values of hexadecimal digits by their character codes. */
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (let digit = 0; digit < 16; digit += 1)
  for (const character of digit.toString(16) + digit.toString(16).toUpperCase())
    DIGITS[character.charCodeAt(0)] = digit;

/** In characters. */
const SHORT = 40;
const USUAL = 1 << 18;
const MOST_KEPT = 1 << 22;
/** Bytes that grow; written in one go, so that all messages may share them. */
let shared: Buffer = Buffer.allocUnsafeSlow(USUAL);
let view = viewOf(shared);

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

class Message {
  #end = 0;

  word(value: number): void {
    this.#room(4);
    view.setUint32(this.#end, value);
    this.#end += 4;
  }

  long(value: bigint): void {
    this.#room(8);
    view.setBigInt64(this.#end, value);
    this.#end += 8;
  }

  byte(value: number): void {
    this.#room(1);
    view.setUint8(this.#end, value);
    this.#end += 1;
  }

  text(value: string): void {
    this.#room(value.length * 3);
    if (value.length > SHORT || !this.#asciiText(value)) this.#end += shared.write(value, this.#end);
  }

  /** Thirty-two hexadecimal digits in groups, as PostgreSQL writes them. */
  uuid(value: string): void {
    this.#room(16);
    if (value.length !== 36) throw unsendable('uuid', value);
    let wrong = 0;
    for (let byte = 0; byte < 16; byte += 1) {
      const at = DIGIT_PLACES[byte] ?? 0;
      const high = DIGITS[value.charCodeAt(at)] ?? NO_DIGIT;
      const low = DIGITS[value.charCodeAt(at + 1)] ?? NO_DIGIT;
      wrong |= high | low;
      shared[this.#end + byte] = (high << 4) | low;
    }
    for (const at of DASHES) if (value.charCodeAt(at) !== DASH) wrong = NO_DIGIT;
    if (wrong > 15) throw unsendable('uuid', value);
    this.#end += 16;
  }

  /** Leaves room for the length of what follows, up to `end` of the place that it answers. */
  begin(): number {
    this.#room(4);
    const at = this.#end;
    this.#end += 4;
    return at;
  }

  end(at: number): void {
    view.setUint32(at, this.#end - at - 4);
  }

  /** What was written; the shared bytes are free for the next message. */
  bytes(): Buffer {
    const bytes = Buffer.from(shared.subarray(0, this.#end));
    if (shared.length > MOST_KEPT) share(Buffer.allocUnsafeSlow(USUAL));
    return bytes;
  }

  /** Writes a text that is ASCII alone, character by character: for a short one that costs less than asking Node. */
  #asciiText(value: string): boolean {
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code > 127) return false;
      shared[this.#end + at] = code;
    }
    this.#end += value.length;
    return true;
  }

  #room(bytes: number): void {
    if (this.#end + bytes <= shared.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(shared.length * 2, this.#end + bytes));
    shared.copy(larger, 0, 0, this.#end);
    share(larger);
  }
}

function share(bytes: Buffer): void {
  shared = bytes;
  view = viewOf(bytes);
}
