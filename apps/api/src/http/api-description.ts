import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { FOR_PEOPLE_ONLY } from './access.js';
import { problem } from './answers/problem.js';
import { KEY_PATTERN } from './command-key.js';
import { NDJSON } from './import-lines.js';
import { jsonSchemaOf } from './json-schema.js';

const REFUSAL = 'Refused, with what, where and how to mend it';

/** The OpenAPI document, made from the routes, the schemas that parse their requests, and those of their answers. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('考评 Kaoping')
    .setDescription(
      'Workflows of target approval and rectification. Commands carry an Idempotency-Key: the same key does a thing once.',
    )
    .setVersion('1')
    .addCookieAuth('kaoping_session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of another system: `kp_…`' }, 'token')
    .addGlobalResponse({ status: 'default', description: REFUSAL, standardSchema: problem })
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? jsonSchemaOf(schema, schemaType) : undefined,
  });
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (!operation) continue;
      for (const answer of Object.values(operation.responses)) if (answer && 'content' in answer) tellLines(answer);
      operation.responses.default = refusal;
      if (operation.security && !(FOR_PEOPLE_ONLY in operation)) operation.security.push({ token: [] });
      for (const one of operation.parameters ?? [])
        if ('name' in one && one.name === 'Idempotency-Key') one.schema = { type: 'string', pattern: KEY_PATTERN };
    }
  }
  return document;
}

/** Routes answer JSON, but their refusals are of a media type of their own (RFC 9457). */
const refusal = {
  description: REFUSAL,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** To JSON Schema a stream of lines is one text; what a line holds is for the operation's own words to say. */
function tellLines({ content }: { content?: Record<string, object> }): void {
  if (content?.[NDJSON]) content[NDJSON] = { schema: { type: 'string', description: 'One JSON object a line' } };
}
