/** A file as it was uploaded, or found in a folder. */
export interface ImportFile {
  name: string;
  bytes: Uint8Array;
}

/** What an import is doing now. */
export interface ImportProgress {
  step: 'read' | 'check' | 'save';
  file: string;
  /** Rows done so far. */
  rows: number;
  /** Rows in all, once they are known. */
  of: number | null;
}

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
export const MAX_ROWS = 100_000;
export const MAX_COLUMNS = 100;
