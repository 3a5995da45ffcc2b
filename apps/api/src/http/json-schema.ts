import { z } from 'zod';

/** A schema as OpenAPI 3.1 reads it, and the components that it names. */
export interface JsonSchema {
  schema: Record<string, unknown>;
  components: Record<string, unknown>;
}

/** The JSON Schema of what comes in (`input`) or goes out (`output`). */
export function jsonSchemaOf(described: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $defs: components = {}, ...schema } = z.toJSONSchema(described, {
    io,
    override: ({ jsonSchema }) => leaveOutNoise(jsonSchema),
  });
  delete schema.$schema;
  return { schema, components };
}

/** A body that its lib parses itself, with words of its own for each field: passed on as it came, and described all the same. */
export function described<Passed extends z.ZodType>(passed: Passed, body: z.ZodType): Passed {
  return passed.meta(jsonSchemaOf(body, 'input').schema);
}

/** A format says what its pattern says, and every whole number of JSON is a safe one. */
function leaveOutNoise(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
