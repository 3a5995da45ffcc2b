/** Without it, spreadsheets take the text for one of the machine's own encoding; reading an answer as text takes it away. */
const BYTE_ORDER_MARK = '\ufeff';

/** Saves a table as the browser saves what it downloads. */
export function saveCsv(name: string, text: string): void {
  const address = URL.createObjectURL(
    new Blob([BYTE_ORDER_MARK, text.replace(BYTE_ORDER_MARK, '')], { type: 'text/csv' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
