import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { installPeer, runProgram } from '../peers.js';
import type { BenchRun } from '../run.js';
import type { ApprovalSettings } from './approvals.js';
import { ProcessGroup } from './process-group.js';
import { LeftOut, type Subject } from './subject.js';

const measured = z.object({
  acts: z.number(),
  allActs: z.number(),
  rate: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});

const SOURCES = [
  'pom.xml',
  'src/main/java/Approvals.java',
  'src/main/java/OpenTasks.java',
  'src/main/resources/approval.bpmn20.xml',
];

/** Flowable in a Java program of its own, which also holds the clients that load it. */
export async function openFlowable(run: BenchRun, settings: ApprovalSettings): Promise<Subject> {
  for (const [program, flag] of [['java', '-version'] as const, ['mvn', '-version'] as const]) {
    const { code } = await runProgram(program, [flag], tmpdir());
    if (code !== 0) throw new LeftOut(`本机没有 ${program} · ${program} is not on this machine`);
  }
  const folder = await installPeer(run, 'flowable', SOURCES, {
    program: 'mvn',
    parameters: ['-B', '-q', 'package'],
  });
  run.versions['flowable'] =
    /<flowable.version>(.*)</.exec(await readFile(path.join(folder, 'pom.xml'), 'utf8'))?.[1] ?? '';
  run.versions['java'] = /version "(.*?)"/.exec((await runProgram('java', ['-version'], tmpdir())).output)?.[1] ?? '';

  const url = new URL(settings.databaseUrl);
  const jdbc = `jdbc:postgresql://${url.host}${url.pathname}`;
  const matter = Object.entries(settings.matter).flatMap(([name, value]) => [name, String(value)]);
  const classes = ['target/classes', 'target/lib/*'].map((place) => path.join(folder, place)).join(path.delimiter);
  const child = spawn(
    'java',
    [
      '-Dfile.encoding=UTF-8',
      '-cp',
      classes,
      'Approvals',
      jdbc,
      url.username,
      url.password,
      settings.opinion,
      ...matter,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const said = await lines.next();
    if (said.done) throw new LeftOut(`Flowable ended: ${complaints}`);
    return said.value;
  };
  const order = (words: string): Promise<string> => {
    child.stdin.write(`${words}\n`);
    return line();
  };
  await line();
  return {
    name: 'flowable',
    databaseUrl: settings.databaseUrl,
    stock: async (count) => {
      await order(`stock ${count}`);
    },
    round: async ({ clients, warmSeconds, seconds }) =>
      measured.parse(JSON.parse(await order(`round ${clients} ${warmSeconds} ${seconds}`))),
    stepsWritten: () => Promise.resolve(null),
    processes: new ProcessGroup(child),
    close: async () => {
      child.stdin.write('close\n');
      await lines.next();
    },
  };
}
