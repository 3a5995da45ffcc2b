import { Known } from './known.js';
import { plain, type Line } from './line.js';

/** Opens a year and reads what there is then. */
export async function firstKnown(line: Line, expendableIds: string[]): Promise<Known> {
  const known = new Known(expendableIds);
  const read = async (path: string, account: string): Promise<unknown> => {
    const { text } = await line.send(plain('GET', path), account);
    const body: unknown = JSON.parse(text);
    known.learn(body);
    return body;
  };
  await line.send(plain('POST', '/api/years/2017/open', {}), 'hz-kpb.officer1');
  for (const path of ['/api/inbox?limit=20', '/api/cases?workflow=annual-target&limit=20', '/api/units?q=HZ'])
    for (const account of ['hz-kpb.officer1', 'hz-hbj.leader']) await read(path, account);
  for (const instanceId of (known.ids.get('instanceId') ?? []).slice(0, 20)) {
    const { recordId } = (await read(`/api/cases/${instanceId}`, 'hz-kpb.officer1')) as { recordId: string };
    known.learn(recordId, 'sheetId');
    await read(`/api/sheets/${recordId}`, 'hz-kpb.officer1');
  }
  return known;
}
