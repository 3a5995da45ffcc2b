import type { Text } from './text.js';

/** A deadline that could not fire, a letter that could not leave, an event that could not reach its case. */
export type IncidentKind = 'timer' | 'outbox' | 'message';

/** Something that the engine gave up after its last attempt; an administrator lets it be tried again, or gives it up. */
export interface IncidentView {
  kind: IncidentKind;
  id: string;
  /** The deadline, letter or event in the words of the definition, else as it is called. */
  name: Text;
  instanceId: string | null;
  /** Title of the case; null where it belongs to none. */
  title: Text | null;
  /** When it fell due, or was made. */
  since: string;
  attempts: number;
  lastError: string | null;
}

/** `GET /api/incidents`: the newest first. */
export interface IncidentPage {
  rows: IncidentView[];
  nextCursor: string | null;
}

/** What became of a command to an incident. */
export interface IncidentSettled {
  id: string;
}
