import { Controller, Header, Post, Req, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { ImportReport } from '#contracts';
import { Importer, type ImportProgress } from '#exchange';
import { DomainError } from '#platform';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { brokenOff } from '../uploads/refusals.js';
import { UploadStore, type Upload } from '../uploads/upload-store.js';
import { Permit } from './access.js';
import { importReport } from './answers/import-report.js';
import { NDJSON, toldInLines, wantsLines } from './import-lines.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';
import { Who, type Visitor } from './visitor.js';

const form = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' }, maxItems: 20 } },
};

/** Files from outside, whole or not at all. */
@ApiTags('import')
@Controller('api/imports')
export class ImportController {
  constructor(
    private readonly importer: Importer,
    private readonly uploads: UploadStore,
  ) {}

  @Post()
  @Permit('data.import')
  @Throttled('import')
  // A proxy that gathers the answer before it passes it on would keep the progress back.
  @Header('X-Accel-Buffering', 'no')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: form })
  @ApiProduces('application/json', NDJSON)
  @ApiOperation({
    summary: 'Imports CSV or XLSX files, at most 20 of 20 MB each; the report names every bad row',
    description:
      'With `Accept: application/x-ndjson` the import is told in lines: `{"progress"}` as it goes on, and last `{"report"}`, or `{"problem"}` where it ended in a refusal.',
  })
  @Replies(200, importReport)
  async import(@Who() visitor: Visitor, @Req() request: FastifyRequest): Promise<ImportReport | StreamableFile> {
    if (!request.isMultipart()) {
      throw new DomainError('invalid', 'import.no-files', {
        zh: '请以表单（multipart/form-data）上传 CSV 或 XLSX 文件。',
        en: 'Upload CSV or XLSX files as multipart/form-data.',
      });
    }
    const uploads = await this.#receive(visitor, request);
    if (!wantsLines(request)) return this.#import(visitor.tenantId, uploads);
    return toldInLines(request, (onProgress) => this.#import(visitor.tenantId, uploads, onProgress));
  }

  async #import(
    tenantId: string,
    uploads: Upload[],
    onProgress?: (progress: ImportProgress) => void,
  ): Promise<ImportReport> {
    try {
      const files = await Promise.all(
        uploads.map(async (upload) => ({ name: upload.name, bytes: await this.uploads.bytes(upload) })),
      );
      return await this.importer.import(tenantId, files, onProgress);
    } finally {
      await this.uploads.remove(uploads);
    }
  }

  /** The files of a form; one that breaks off half-way is the sender’s to send again. */
  async #receive(visitor: Visitor, request: FastifyRequest): Promise<Upload[]> {
    const uploads: Upload[] = [];
    try {
      for await (const { filename, file } of partsOf(request))
        uploads.push(await this.uploads.receive(visitor, filename, file));
      return uploads;
    } catch (error) {
      // Whole or not at all: those that came before go, too.
      await this.uploads.remove(uploads);
      throw error;
    }
  }
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<MultipartFile> {
  try {
    yield* request.files();
  } catch (error) {
    // Limits carry a status of their own; anything else is a form that cannot be read to its end.
    throw error instanceof Error && 'statusCode' in error ? error : brokenOff();
  }
}
