import type { SheetView } from '#contracts';
import { PLAIN_UNITS, WRITTEN } from '../http/annual-target/sheet-work.js';
import type { Office, Person } from '../http/office.js';

/** Takes the sheets of units that the story does not look at from drafting to publication, without a browser. */
export async function publishSheets(office: Office, officer: Person, accounts: readonly string[]): Promise<void> {
  for (const account of accounts) {
    const title = `${PLAIN_UNITS[account] ?? ''}2017年度目标申报表`;
    const operator = await office.person(`${account}.operator`);
    const { instanceId } = await operator.row(title);
    await writeSheet(operator, instanceId);
    await operator.answer(instanceId, 'submit');
    await (await office.person(`${account}.leader`)).answer(instanceId, 'sign');
    await officer.answer(instanceId, 'pass');
  }
}

/** Fills in every target of a sheet that is being drafted. */
export async function writeSheet(operator: Person, instanceId: string): Promise<void> {
  const { recordId } = await operator.case(instanceId);
  const { body } = await operator.get<SheetView>(`/api/sheets/${recordId ?? ''}`);
  for (const row of body.rows.filter((one) => !one.locked)) {
    const patch = { revision: row.revision, content: WRITTEN };
    const reply = await operator.call('PATCH', `/api/sheets/${body.sheetId}/rows/${row.rowId}`, patch);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  }
}
