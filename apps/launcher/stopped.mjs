import { bilingual } from './progress.mjs';

/** A reason to stop that the person at the keyboard reads: what is wrong and how to mend it. */
export class Stopped extends Error {
  constructor(zh, en, details = '') {
    super(bilingual(zh, en));
    this.name = 'Stopped';
    this.details = details;
  }
}
