import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { whenStopping } from './stopping.mjs';

const missing = 127;

/** Runs a program to its end with its output kept; resolves to `{ code, output }`, a program that is missing to 127. */
export async function runKept(program, parameters, { input = '', ...options } = {}) {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  child.stdin.on('error', () => undefined).end(input);
  const code = await endedOrStopped(child).catch((error) => {
    output += error.message;
    return missing;
  });
  return { code, output };
}

/** Runs a program to its exit code with its output shown. */
export function runShown(program, parameters, options = {}) {
  return endedOrStopped(spawn(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'], ...options }));
}

/** The exit code of a child, 128 + n when a signal ended it. */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? code : 128 + constants.signals[signal]));
  });
}

/**
 * Makes a child outlive this process by no means: a shell waits on a pipe that closes when this process dies, however
 * it dies, and then sends the child the signal. Answers with the way to let the child go once it has ended.
 */
export function bindToLauncher(pid, signal) {
  const script = `read -r released || kill -${signal} ${pid}`;
  const watcher = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watcher.unref();
  watcher.stdin.unref();
  return async () => {
    if (watcher.exitCode !== null) return;
    watcher.ref();
    watcher.stdin.end('released\n');
    await once(watcher, 'close');
  };
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The environment without what would change how npm and node behave: flags for node, a mode that drops packages. */
export function plainEnvironment() {
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, ...rest } = process.env;
  return rest;
}

async function endedOrStopped(child) {
  const forget = whenStopping(() => child.kill('SIGTERM'));
  try {
    return await ended(child);
  } finally {
    forget();
  }
}
