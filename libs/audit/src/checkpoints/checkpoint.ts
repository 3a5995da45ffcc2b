import { sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { fingerprint } from './signing-key.js';

const position = z.strictObject({ xact: z.number(), source: z.string().nullable(), key: z.string() });

const said = {
  /** The last entry that was sealed then, and the link with which its block closes. */
  seq: z.number().int().min(0),
  link: z.string(),
  at: z.iso.datetime(),
};

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sealed'), ...said }),
  /** Older entries went because their time was over. */
  z.strictObject({
    kind: z.literal('purged'),
    ...said,
    /** Operations with numbers below this may be gone. */
    operationsFrom: z.number().int().min(1),
    /** The chain begins with this entry, after that link and position. */
    chainFrom: z.number().int().min(1),
    previous: z.string(),
    after: position,
  }),
  /** An administrator let the chain go on after a restore; what was sealed after `seq` before that is lost. */
  z.strictObject({ kind: z.literal('resumed'), ...said, reason: z.string() }),
]);

/** What is said of the chain outside the database. */
export type Checkpoint = z.infer<typeof schema>;
export type Purged = Extract<Checkpoint, { kind: 'purged' }>;

const line = z.strictObject({ checkpoint: schema, key: z.string(), signature: z.string() });

/** A checkpoint as a line of the file, signed. This is a pure function. */
export function signedLine(checkpoint: Checkpoint, key: KeyObject): string {
  const signed = schema.parse(checkpoint);
  const signature = sign(null, Buffer.from(JSON.stringify(signed)), key).toString('base64url');
  return JSON.stringify({ checkpoint: signed, key: fingerprint(key), signature });
}

/** The checkpoint of a line; null where it is none that this key signed. This is a pure function. */
export function provedLine(text: string, key: KeyObject): Checkpoint | null {
  const parsed = line.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { checkpoint, signature } = parsed.data;
  const isProved = verify(null, Buffer.from(JSON.stringify(checkpoint)), key, Buffer.from(signature, 'base64url'));
  return isProved ? checkpoint : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
