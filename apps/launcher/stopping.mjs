const parentCheckMs = 500;
const asked = new AbortController();

/** Aborted once this process is asked to stop: by the keyboard, by a signal, or because the one that started it died. */
export const stopping = asked.signal;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => asked.abort());
process.on('disconnect', () => asked.abort());
process.channel?.unref();
if (process.env.npm_lifecycle_event) watchParent(process.ppid);

/** Calls back when the process is asked to stop; answers with the way to take that back. */
export function whenStopping(act) {
  if (stopping.aborted) act();
  stopping.addEventListener('abort', act);
  return () => stopping.removeEventListener('abort', act);
}

/** npm passes a signal on to the shell between the two, and the shell keeps it: what is left to see is its death. */
function watchParent(parent) {
  setInterval(() => process.ppid === parent || asked.abort(), parentCheckMs).unref();
}
