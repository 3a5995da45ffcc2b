import fc from 'fast-check';
import type { ApiDocument } from '../../http/api-document.js';
import type { Known } from './known.js';
import { hostileText, valueOf } from './values.js';

/** A request as it goes over the line. */
export interface Sent {
  route: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

/** Requests to every route that the document describes, as often as each other. */
export function requestsFrom(api: ApiDocument, known: Known): fc.Arbitrary<Sent> {
  return fc.oneof(...[...api.operations.keys()].map((route) => requestTo(api, route, known)));
}

function requestTo(api: ApiDocument, route: string, known: Known): fc.Arbitrary<Sent> {
  const [method = '', template = ''] = route.split(' ');
  const operation = api.operations.get(route);
  const parameters = operation?.parameters ?? [];
  const of = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((one) => one.in === place)
          .map(({ name, schema }) => [name, valueOf(schema, name, known, api.schemas)]),
      ),
      place === 'query' ? { requiredKeys: [] } : {},
    );
  const json = operation?.requestBody?.content['application/json']?.schema;
  return fc
    .record({
      path: of('path'),
      query: of('query'),
      doubled: fc.boolean(),
      body: json ? valueOf(json, '', known, api.schemas) : fc.constant(undefined),
      broken: fc.integer({ min: 0, max: 19 }),
      form: formBody,
      type: fc.constantFrom(...TYPES),
      key: fc.oneof(fc.uuid(), fc.constantFrom('fuzz-reused-0001', 'fuzz-reused-0002', '', 'x', 'a'.repeat(200))),
      header: hostileText,
      address: fc.ipV4(),
    })
    .map((made) => {
      const pairs = Object.entries(made.query).map(([name, value]) => `${name}=${encoded(value)}`);
      const query = made.doubled && made.broken < 4 ? [...pairs, ...pairs] : pairs;
      const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(made.path[name]));
      const isForm = route === 'POST /api/imports';
      const text = isForm ? made.form : made.body === undefined ? null : JSON.stringify(made.body);
      return {
        route,
        method: made.broken === 19 ? 'PUT' : method,
        path: pathOf(made.broken === 18 ? `${address}/..%2f..%2f${encoded(made.header)}` : address, query),
        headers: {
          'x-forwarded-for': made.address,
          // A clock that is moved a thousand times would be another test.
          'idempotency-key': route === 'POST /api/clock' ? 'fuzz-clock-0001' : made.key,
          'x-request-id': encoded(made.header).slice(0, 500),
          ...(made.broken === 17 && { accept: encoded(made.header).slice(0, 100), 'user-agent': 'x'.repeat(2000) }),
          ...(made.broken === 16 && { origin: `http://${encoded(made.header).slice(0, 40)}` }),
          ...(text !== null && {
            'content-type': isForm ? FORM : made.broken < 2 ? made.type : 'application/json',
          }),
        },
        body: text !== null && made.broken === 15 ? text.slice(0, text.length / 2) : text,
      };
    });
}

const FORM = 'multipart/form-data; boundary=kaoping-fuzz';
const TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'a/b;;;',
  '',
];

/** A form with one file whose name, kind and cells may be anything. */
const formBody = fc
  .record({
    name: fc.oneof(fc.constantFrom('units.csv', 'kpi.csv', 'opinions.xlsx', 'x'), hostileText),
    field: fc.constantFrom('files', 'other', '__proto__'),
    cells: fc.array(
      fc.array(fc.oneof(fc.constantFrom('code', '编号', '名称', 'HZ-HBJ'), hostileText), { maxLength: 6 }),
      { maxLength: 6 },
    ),
    end: fc.constantFrom('--kaoping-fuzz--\r\n', '--kaoping-fuzz\r\n', ''),
  })
  .map(
    ({ name, field, cells, end }) =>
      `--kaoping-fuzz\r\ncontent-disposition: form-data; name="${field}"; filename="${name.replaceAll(/["\r\n]/g, '_')}"\r\n\r\n${cells
        .map((row) => row.join())
        .join('\n')}\r\n${end}`,
  );

/** As an address carries it; what cannot be encoded stands for itself where the line allows it. */
function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[\w.%-]*$/.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).slice(0, 6_000);
}

function pathOf(address: string, query: string[]): string {
  return (query.length > 0 ? `${address}?${query.join('&')}` : address).replaceAll(/[^\x21-\x7e]/g, '');
}
