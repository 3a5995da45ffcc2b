import { sayPlainly } from './progress.mjs';
import { Stopped } from './stopped.mjs';
import { stopping } from './stopping.mjs';

const interrupted = 130;

/**
 * Runs a command of the launcher to its exit code. A `Stopped` is told in words, anything else with its stack; what
 * fails because the command was asked to stop is no failure.
 */
export async function run(command) {
  try {
    refuseWindows();
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = stopping.aborted ? interrupted : 1;
    if (!stopping.aborted) tell(error);
  }
}

/** Tells a person at the keyboard what went wrong. */
export function tell(error) {
  if (!(error instanceof Stopped)) return sayPlainly(String(error?.stack ?? error));
  if (error.details) sayPlainly(error.details.trimEnd());
  sayPlainly(`✗ ${error.message}`);
}

function refuseWindows() {
  if (process.platform === 'win32') throw new Stopped('请在 WSL2 里运行', 'run it inside WSL2');
}
