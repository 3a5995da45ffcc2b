import { Controller, Header, Post, Req, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { ImportReport } from '#contracts';
import { Importer, type ImportFile } from '#exchange';
import { DomainError } from '#platform';
import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
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
  constructor(private readonly importer: Importer) {}

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
    const files = await received(request);
    if (!wantsLines(request)) return this.importer.import(visitor.tenantId, files);
    return toldInLines(request, (onProgress) => this.importer.import(visitor.tenantId, files, onProgress));
  }
}

/** The files of a form; one that breaks off half-way is the sender's to send again. */
async function received(request: FastifyRequest): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  try {
    for await (const part of request.files()) files.push({ name: part.filename, bytes: await part.toBuffer() });
  } catch (error) {
    // Limits carry a status of their own; anything else is a form that cannot be read to its end.
    if (error instanceof Error && 'statusCode' in error) throw error;
    throw new DomainError('invalid', 'import.broken-off', {
      zh: '上传在中途断开，文件没有收全，什么也没有导入。请重新上传。',
      en: 'The upload broke off before the files were complete, and nothing was imported. Upload them again.',
    });
  }
  return files;
}
