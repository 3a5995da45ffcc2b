import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';

const schema = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.object({ schema }));
const operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema })),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
});
const openApi = z.object({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema), securitySchemes: z.record(z.string(), schema) }),
});

type Operation = z.infer<typeof operation>;
type Content = z.infer<typeof content>;

/** A request that was made, and what came back. */
export interface Exchange {
  method: string;
  path: string;
  /** The request’s body where it was JSON. */
  sent?: unknown;
  status: number;
  mediaType: string;
  body: unknown;
}

/** The OpenAPI document, held against what is really asked and answered. */
export class ApiDocument {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly schemas: Record<string, AnySchemaObject>;
  /** By what a caller can be known. */
  readonly securitySchemes: object;
  readonly #validators = new Map<object, ValidateFunction>();
  readonly #ajv = new Ajv2020({ allErrors: true, formats: FORMATS }).addVocabulary(['components', 'example']);

  constructor(document: unknown) {
    const { paths, components } = openApi.parse(document);
    this.securitySchemes = components.securitySchemes;
    this.schemas = components.schemas;
    this.operations = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one] as const),
      ),
    );
  }

  /** The route that a request reached, as the document names it: `GET /api/cases/{instanceId}`. */
  routeOf({ method, path }: Pick<Exchange, 'method' | 'path'>): string | undefined {
    const [address = ''] = path.split('?');
    return [...this.operations.keys()].find((route) =>
      new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(`${method} ${address}`),
    );
  }

  /** What in an exchange the document does not say; a request that was refused may be whatever it was. */
  faultsOf(exchange: Exchange): string[] {
    const route = this.routeOf(exchange);
    const known = route === undefined ? undefined : this.operations.get(route);
    if (!route || !known) return [`${exchange.method} ${exchange.path} is not described`];
    const { status, mediaType, body, sent } = exchange;
    const answer = known.responses[status] ?? known.responses['default'];
    return [
      ...this.#misfits(answer?.content, mediaType, body).map((fault) => `answer ${status} of ${route}: ${fault}`),
      ...(sent === undefined || status >= 400 || !known.requestBody
        ? []
        : this.#misfits(known.requestBody.content, 'application/json', sent).map(
            (fault) => `body of ${route}: ${fault}`,
          )),
    ];
  }

  /** Throws where a schema is not valid or names what is not there. */
  validatorOf(described: AnySchemaObject): ValidateFunction {
    const known = this.#validators.get(described);
    if (known) return known;
    const made = this.#ajv.compile({ ...described, components: { schemas: this.schemas } });
    this.#validators.set(described, made);
    return made;
  }

  #misfits(described: Content | undefined, mediaType: string, body: unknown): string[] {
    if (!described) return body === '' ? [] : ['has a body'];
    const expected = described[mediaType]?.schema;
    if (!expected) return [`is ${mediaType}`];
    const validate = this.validatorOf(expected);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? error.keyword}`);
  }
}

/** Notes whatever is asked of an address until the answered function is called. */
export function overhear(address: string, exchanges: Exchange[]): () => void {
  const send = globalThis.fetch;
  globalThis.fetch = async (target, request) => {
    const response = await send(target, request);
    const url = String(target instanceof Request ? target.url : target);
    if (url.startsWith(address)) exchanges.push(await exchangeOf(url.slice(address.length), request, response.clone()));
    return response;
  };
  return () => {
    globalThis.fetch = send;
  };
}

async function exchangeOf(path: string, request: RequestInit | undefined, response: Response): Promise<Exchange> {
  const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
  const said = await response.text();
  return {
    method: request?.method ?? 'GET',
    path,
    ...(typeof request?.body === 'string' && { sent: parsed(request.body) }),
    status: response.status,
    mediaType,
    body: /[/+]json$/.test(mediaType) ? parsed(said) : said,
  };
}

function parsed(json: string): unknown {
  return JSON.parse(json);
}

const FORMATS = {
  binary: true as const,
  email: /^\S+@\S+$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
};
