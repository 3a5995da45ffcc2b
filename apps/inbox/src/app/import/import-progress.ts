import type { ImportReport, Problem } from '#contracts';

export const STEPS = ['read', 'check', 'save'] as const;
export type ImportStep = (typeof STEPS)[number];

/** What an import is doing now. */
export interface ImportProgress {
  step: ImportStep;
  file: string;
  rows: number;
  /** Rows in all, once they are known. */
  of: number | null;
}

/** A line of the server's answer to an import; the last is the report, or the problem that ended it. */
export type ImportLine = { progress: ImportProgress } | { report: ImportReport } | { problem: Problem };

/** How far each step of one file is; null for a step that has not begun. */
export interface FileProgress {
  file: string;
  steps: Record<ImportStep, { rows: number; of: number | null } | null>;
}

/** The files with one more piece of news; a file is listed from its first news on. This is a pure function. */
export function withProgress(files: readonly FileProgress[], { step, file, rows, of }: ImportProgress): FileProgress[] {
  const known = files.find((one) => one.file === file) ?? { file, steps: { read: null, check: null, save: null } };
  const next = { ...known, steps: { ...known.steps, [step]: { rows, of } } };
  return files.includes(known) ? files.map((one) => (one === known ? next : one)) : [...files, next];
}
