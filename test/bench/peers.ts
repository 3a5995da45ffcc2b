import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LeftOut } from './approval/subject.js';
import type { BenchRun } from './run.js';

const sources = fileURLToPath(new URL('../../../test/bench/peers/', import.meta.url));
/** Beside the compiled product: what peers bring never reaches the product's own packages. */
const installed = fileURLToPath(new URL('../../bench/peers/', import.meta.url));

/** Puts a peer's program and its packages in place, the first time or when its manifests changed; answers its folder. */
export async function installPeer(
  run: BenchRun,
  name: string,
  manifests: string[],
  install: { program: string; parameters: string[] },
): Promise<string> {
  const folder = path.join(installed, name);
  const stamp = path.join(folder, '.installed');
  await mkdir(folder, { recursive: true });
  await cp(path.join(sources, name), folder, { recursive: true });
  const texts = await Promise.all(manifests.map((file) => readFile(path.join(folder, file), 'utf8')));
  const wanted = texts.join('\n');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return folder;
  run.say(`  ${name}: 安装 · installing …`);
  const { code, output } = await runProgram(install.program, install.parameters, folder);
  if (code !== 0) throw new LeftOut(`${install.program} 安装失败 · cannot install: ${reasonIn(output)}`);
  await writeFile(stamp, wanted);
  return folder;
}

/** Runs a program to its end; one that is missing counts as 127. */
export async function runProgram(
  program: string,
  parameters: string[],
  cwd: string,
): Promise<{ code: number; output: string }> {
  const child = spawn(program, parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  } catch (error) {
    // The program is not on this machine.
    return { code: 127, output: String(error) };
  }
}

/** The first line that names an error, or else the last one. */
function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => /\w/.test(line));
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
}
