import type { KeyObject } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { hasCode } from '#platform';
import { AuditSettings } from '../audit-settings.js';
import { provedLine, signedLine, type Checkpoint } from './checkpoint.js';
import { publicKey, signingKey } from './signing-key.js';

/** What the file of checkpoints holds. */
export interface KeptCheckpoints {
  checkpoints: Checkpoint[];
  /** Lines, from 1, that are no checkpoint signed by the key. */
  unproved: number[];
}

/** The last checkpoint stands in so many bytes at the end of the file. */
const TAIL = 16_384;

/** The file outside the database that says how far the chain was, signed. Lines are added, never changed. */
@Injectable()
export class Checkpoints {
  #key: KeyObject | null = null;

  constructor(private readonly settings: AuditSettings) {}

  /** Adds checkpoints; they are on the disk when this resolves. */
  async add(...added: Checkpoint[]): Promise<void> {
    const file = this.settings.checkpointFile;
    const key = (this.#key ??= signingKey(this.settings.keyFolder));
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, 'a+', 0o600);
    try {
      const tail = await tailOf(handle);
      // A line that a crash cut off stays by itself.
      const beginning = tail === '' || tail.endsWith('\n') ? '' : '\n';
      await handle.write(beginning + added.map((checkpoint) => `${signedLine(checkpoint, key)}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** The last of them; null where there is none. */
  async last(): Promise<Checkpoint | null> {
    const key = await publicKey(this.settings.keyFolder);
    const handle = await openIfThere(this.settings.checkpointFile);
    if (key === null || handle === null) return null;
    try {
      const lines = (await tailOf(handle)).split('\n').reverse();
      for (const line of lines) {
        const checkpoint = provedLine(line, key);
        if (checkpoint) return checkpoint;
      }
      return null;
    } finally {
      await handle.close();
    }
  }

  /** All of them, in their order. */
  async read(): Promise<KeptCheckpoints> {
    const handle = await openIfThere(this.settings.checkpointFile);
    const text = (await handle?.readFile('utf8')) ?? '';
    await handle?.close();
    const key = await publicKey(this.settings.keyFolder);
    const kept: KeptCheckpoints = { checkpoints: [], unproved: [] };
    for (const [at, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const checkpoint = key && provedLine(line, key);
      if (checkpoint) kept.checkpoints.push(checkpoint);
      else kept.unproved.push(at + 1);
    }
    return kept;
  }
}

async function tailOf(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  const length = Math.min(size, TAIL);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('utf8');
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
