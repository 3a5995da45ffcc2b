// Progress goes to stderr: the output of a command on stdout stays clean.
const out = process.stderr;
const heartbeatSeconds = 15;
const running = new Set();
let ticker;

export const bilingual = (zh, en) => `${zh} · ${en}`;

export function say(zh, en) {
  clearLine();
  out.write(`${bilingual(zh, en)}\n`);
}

export function sayPlainly(text) {
  clearLine();
  out.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Does one part of a longer run under a heading, and says at its end how many seconds it took. */
export async function heading(zh, en, work) {
  const startedAt = Date.now();
  say(`\n── ${zh}`, `${en} ──`);
  try {
    return await work();
  } finally {
    say(`── ${zh}`, `${en} ── ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

/** Does the work while showing what is done and for how many seconds. */
export async function shown(zh, en, work) {
  const step = { text: bilingual(zh, en), startedAt: Date.now(), beats: 0 };
  running.add(step);
  ticker ??= setInterval(tick, 1000);
  if (!out.isTTY) out.write(`${step.text} …\n`);
  else paint();
  try {
    const result = await work();
    finish(step, '✓');
    return result;
  } catch (error) {
    finish(step, '✗');
    throw error;
  }
}

function tick() {
  if (out.isTTY) return paint();
  for (const step of running) {
    const beats = Math.floor(seconds(step) / heartbeatSeconds);
    if (beats > step.beats) out.write(`${step.text} … ${beats * heartbeatSeconds} s\n`);
    step.beats = beats;
  }
}

function finish(step, mark) {
  running.delete(step);
  clearLine();
  out.write(`${mark} ${step.text} ${seconds(step).toFixed(1)} s\n`);
  if (running.size > 0) return paint();
  clearInterval(ticker);
  ticker = undefined;
}

function paint() {
  if (!out.isTTY) return;
  const line = [...running].map((step) => `${step.text} … ${Math.floor(seconds(step))} s`).join('   ');
  clearLine();
  out.write(cut(line, (out.columns || 80) - 1));
}

function clearLine() {
  if (out.isTTY) out.write('\r\x1b[K');
}

function cut(line, columns) {
  let used = 0;
  let kept = '';
  for (const character of line) {
    used += character.codePointAt(0) >= 0x2e80 ? 2 : 1;
    if (used > columns) break;
    kept += character;
  }
  return kept;
}

const seconds = (step) => (Date.now() - step.startedAt) / 1000;
