import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import { Injectable, Logger } from '@nestjs/common';
import { Database, everyTenant, newId, SystemClock } from '#platform';
import { Settings } from '../settings.js';
import { scan, ScanFailed } from './clamd.js';
import { contentKind } from './content-kind.js';
import { brokenOff, infected, notScanned, tooLarge, unknownType } from './refusals.js';
import type { UploadState } from './upload.entity.js';

/** A file in the store. */
export interface Upload {
  uploadId: string;
  name: string;
  state: UploadState;
}

/** Whose file it is. */
export interface Sender {
  tenantId: string;
  accountId: string;
}

const HEAD = 8_192;
const LEFT_OVER = '1 day';
const QUARANTINE = '30 days';
const SWEPT_EVERY_MS = 3_600_000;

/**
 * Files from outside, under names that nobody chose, where no route serves them: in DATA_DIR/uploads, readable by the
 * product's own user alone. What is no workbook or text by its bytes does not stay; what the scanner finds something in is kept
 * apart, and what it says nothing about is refused.
 */
@Injectable()
export class UploadStore {
  readonly #log = new Logger(UploadStore.name);
  readonly #folder: string;
  readonly #apart: string;
  readonly #machine = new SystemClock();
  #sweptAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {
    this.#folder = resolve(settings.config.dataDir, 'uploads');
    this.#apart = join(this.#folder, 'quarantine');
  }

  /** Keeps one file: 待检, and 安全 once a scanner says so. Refused with `upload.type-unknown`, `upload.infected`, `upload.not-scanned`. */
  async receive(sender: Sender, name: string, content: MultipartFile['file']): Promise<Upload> {
    await mkdir(this.#apart, { recursive: true, mode: 0o700 });
    await this.#sweepNowAndThen();
    const upload: Upload = { uploadId: newId(), name: name.slice(0, 300), state: 'pending' };
    try {
      await this.#write(sender, upload, content);
      return this.settings.config.clamd === null ? upload : await this.#scanned(upload, this.settings.config.clamd);
    } catch (error) {
      // Whatever was wrong with it, only what is kept apart stays.
      await this.remove([upload]);
      throw error;
    }
  }

  /** The bytes of a file that was received. */
  bytes({ uploadId }: Upload): Promise<Buffer> {
    return readFile(join(this.#folder, uploadId));
  }

  /** The files have done their work. What is kept apart stays where it is. */
  async remove(uploads: readonly Upload[]): Promise<void> {
    await Promise.all(uploads.map(({ uploadId }) => rm(join(this.#folder, uploadId), { force: true })));
    await this.database.query(`DELETE FROM uploads WHERE upload_id = ANY ($1::uuid[]) AND state <> 'quarantined'`, [
      uploads.map(({ uploadId }) => uploadId),
    ]);
  }

  /** Clears away what a process that was killed has left, and what was kept apart for long enough. */
  async sweep(): Promise<void> {
    const gone = await everyTenant(() =>
      this.database.query<{ id: string }>(
        `DELETE FROM uploads WHERE made_at < now() - CASE state WHEN 'quarantined' THEN interval '${QUARANTINE}' ELSE interval '${LEFT_OVER}' END
       RETURNING upload_id AS id`,
      ),
    );
    for (const { id } of gone)
      for (const folder of [this.#folder, this.#apart]) await rm(join(folder, id), { force: true });
    const dayAgo = this.#machine.now().getTime() - 86_400_000;
    for (const entry of await readdir(this.#folder, { withFileTypes: true })) {
      const path = join(this.#folder, entry.name);
      if (entry.isFile() && (await stat(path)).mtimeMs < dayAgo) await rm(path, { force: true });
    }
  }

  async #write(
    { tenantId, accountId }: Sender,
    { uploadId, name }: Upload,
    content: MultipartFile['file'],
  ): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    let head = Buffer.alloc(0);
    const watched = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        if (head.length < HEAD) head = Buffer.concat([head, chunk]).subarray(0, HEAD);
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    const file = createWriteStream(join(this.#folder, uploadId), { flags: 'wx', mode: 0o600 });
    await pipeline(content, watched, file).catch((error: unknown) => {
      // A full disk is our fault, and a limit has a status of its own; else the sender broke off.
      throw error instanceof Error && ('syscall' in error || 'statusCode' in error) ? error : brokenOff();
    });
    if (content.truncated) throw tooLarge(name);
    const kind = contentKind(head);
    if (!kind.accepted) throw unknownType(name, kind.kind);
    await this.database.query(
      `INSERT INTO uploads (upload_id, tenant_id, account_id, name, bytes, sha256, state) VALUES ($1, $2, $3, $4, $5, $6, 'pending')`,
      [uploadId, tenantId, accountId, name.replaceAll('\0', '').toWellFormed(), bytes, hash.digest()],
    );
  }

  async #scanned(upload: Upload, clamd: string): Promise<Upload> {
    const path = join(this.#folder, upload.uploadId);
    const { finding } = await scan(clamd, createReadStream(path)).catch((error: unknown) => {
      if (!(error instanceof ScanFailed)) throw error;
      this.#log.error(`upload ${upload.uploadId} was not scanned: ${error.message}`);
      throw notScanned(upload.name);
    });
    const state = finding === null ? 'safe' : 'quarantined';
    if (finding !== null) await rename(path, join(this.#apart, upload.uploadId));
    await this.database.query(`UPDATE uploads SET state = $2, finding = $3 WHERE upload_id = $1`, [
      upload.uploadId,
      state,
      finding,
    ]);
    if (finding === null) return { ...upload, state };
    this.#log.warn(`upload ${upload.uploadId} is kept apart: ${finding}`);
    throw infected(upload.name, finding);
  }

  async #sweepNowAndThen(): Promise<void> {
    if (performance.now() - this.#sweptAt < SWEPT_EVERY_MS) return;
    this.#sweptAt = performance.now();
    await this.sweep();
  }
}
