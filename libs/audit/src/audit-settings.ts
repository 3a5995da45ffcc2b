import type { HashAlgorithm } from './chain/link.js';

/** What the composition root must provide. */
export abstract class AuditSettings {
  /** With what new entries are hashed. */
  abstract readonly algorithm: HashAlgorithm;
  /** The folder of the key that signs checkpoints; made where there is none. */
  abstract readonly keyFolder: string;
  /** The file of checkpoints: best on another disk than the database's, or one that is written once. */
  abstract readonly checkpointFile: string;
  /** For so many months operations are kept: 6 or more. */
  abstract readonly keptMonths: number;
}
