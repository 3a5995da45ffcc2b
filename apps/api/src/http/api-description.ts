import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const text = {
  type: 'object',
  required: ['zh', 'en'],
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
} as const;

/** How every refusal reads, whatever the route. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'correlationId'],
  properties: {
    type: { type: 'string', description: 'urn:kaoping:problem:<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable, noun.fact: task.already-done' },
    detail: { ...text, description: 'What, where and how to mend it, in both languages' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: text },
      },
    },
    params: { type: 'object', additionalProperties: true },
    correlationId: { type: 'string' },
  },
} as const;

/** The OpenAPI document, made from the routes and the schemas that parse their requests. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('考评 Kaoping')
    .setDescription(
      'Workflows of target approval and rectification. Commands carry an Idempotency-Key: the same key does a thing once.',
    )
    .setVersion('1')
    .addCookieAuth('kaoping_session')
    .build();
  const document = SwaggerModule.createDocument(app, description);
  const refusal = {
    description: 'Refused, with what, where and how to mend it',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: structuredClone(problem) as never },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (operation) operation.responses = { ...operation.responses, default: refusal };
    }
  }
  return document;
}
