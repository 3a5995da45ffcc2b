/** What a worker process is told to do. */
export type Order =
  | { do: 'open'; url: string; tenantId: string }
  | { do: 'clock'; offsetMs: number }
  | { do: 'fire' }
  | { do: 'deliver' }
  | { do: 'bring' }
  | { do: 'start'; workflow: string; subject: Record<string, unknown>; key: string }
  | { do: 'send'; instanceId: string; event: string; key: string; revision?: number };

/** What it came to: a result, or the code of a refusal; whatever begins with `!` was no refusal. */
export interface Report {
  no: number;
  result?: unknown;
  error?: string;
}
