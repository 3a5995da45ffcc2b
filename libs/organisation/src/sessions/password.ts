import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { Turns } from './turns.js';

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** OWASP's second choice: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/**
 * One or two at once, 19 MiB each: a core is left to everything else, and half of Node's four threads, on which new connections to
 * PostgreSQL wait as well. At 30 ms each, who waits last waits less than the five seconds after which the others are to try again.
 */
const turns = new Turns({ atOnce: availableParallelism() > 2 ? 2 : 1, waiting: 120 });

/** A hash that no password has, at the same cost as any other: verifying against it takes as long. */
export const NOBODYS_HASH = phc(COST, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES));

/** Refused with `password.busy` where so many passwords wait to be hashed that one more would be. */
export function mustHaveTurn(): void {
  turns.mustBeLeft();
}

/** The password as argon2id with a salt of its own, in PHC form; refused with `password.busy` where too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return phc(COST, salt, await digest(password, salt, COST, HASH_BYTES));
}

/** Whether the hash is the password's, at the cost that the hash names; refused with `password.busy` where too many wait. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (parts === null) return false;
  const [memory = 0, passes = 0, parallelism = 0] = parts.slice(1, 4).map(Number);
  const [salt = Buffer.alloc(0), expected = Buffer.alloc(0)] = parts
    .slice(4)
    .map((part) => Buffer.from(part, 'base64'));
  const actual = await digest(password, salt, { memory, passes, parallelism }, expected.length);
  return timingSafeEqual(actual, expected);
}

function digest(password: string, nonce: Buffer, cost: typeof COST, tagLength: number): Promise<Buffer> {
  return turns.take(() => derive('argon2id', { message: password.normalize('NFC'), nonce, tagLength, ...cost }));
}

function phc({ memory, passes, parallelism }: typeof COST, salt: Buffer, hash: Buffer): string {
  const [saltText, hashText] = [salt, hash].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${saltText}$${hashText}`;
}
