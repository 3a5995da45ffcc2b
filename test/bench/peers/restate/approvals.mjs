import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Of its default 24 and 4, the faster on two cores.
const PARTITIONS = '4';
const STARTS_AT_ONCE = 16;

/**
 * Restate's server, a process with its XState adapter, and clients by HTTP. A step is answered once Restate's log has it; the
 * tasks are in the machine's context in Restate's own store, so that no list of tasks across cases can be read from PostgreSQL.
 */
export async function open({ folder, matter, opinion }, { HttpLines }) {
  const ports = await Promise.all(Array.from({ length: 4 }, freePort));
  const [ingress, admin, node, service] = ports;
  const data = mkdtempSync(path.join(tmpdir(), 'kaoping-restate-'));
  const binary = path.join(
    folder,
    `node_modules/@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
  );
  chmodSync(binary, 0o755);
  const parameters = ['--base-dir', data, '--node-name', 'bench', '--default-num-partitions', PARTITIONS];
  const server = spawn(
    binary,
    [...parameters, '--bind-address', `127.0.0.1:${node}`, '--listen-mode', 'tcp', '--no-logo'],
    {
      stdio: 'ignore',
      env: {
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
        RESTATE_DISABLE_TELEMETRY: 'true',
        RESTATE_LOG_FILTER: 'error',
        HOME: data,
      },
    },
  );
  const handlers = fork(path.join(folder, 'service.mjs'), [String(service)]);
  process.once('exit', () => {
    server.kill('SIGKILL');
    handlers.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  });
  await once(handlers, 'message');
  await register(new HttpLines(`http://127.0.0.1:${admin}`), `http://127.0.0.1:${service}`);

  const lines = new HttpLines(`http://127.0.0.1:${ingress}`);
  let cases = [];
  const call = async (caseId, handler, body) => {
    const headers = `idempotency-key: ${randomUUID()}\r\n`;
    const reply = await lines.send('POST', `/approval/${caseId}/${handler}`, headers, JSON.stringify(body));
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
    return reply.body;
  };
  await untilAnswered(() => call(randomUUID(), 'create', { input: { matter } }));
  return {
    stock: async (count) => {
      cases = [];
      const worker = async () => {
        while (cases.length < count) {
          const caseId = randomUUID();
          await call(caseId, 'create', { input: { matter } });
          cases.push(caseId);
        }
      };
      await Promise.all(Array.from({ length: STARTS_AT_ONCE }, worker));
    },
    office: (number) => call(cases[number - 1], 'send', { event: { type: 'pass', opinion, by: 'office.officer' } }),
    leader: async (number) => {
      const body = await call(cases[number - 1], 'send', { event: { type: 'approve', opinion, by: 'leadership' } });
      if (!body.includes('"value":"approved"')) throw new Error(`the case did not end: ${body.slice(0, 300)}`);
    },
    close: async () => {
      lines.close();
      handlers.disconnect();
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function register(lines, uri) {
  await untilAnswered(async () => {
    const reply = await lines.send('POST', '/deployments', '', JSON.stringify({ uri }));
    if (reply.status >= 300) throw new Error(`${reply.status} ${reply.body}`);
  });
  lines.close();
}

/** The server takes seconds to be ready. */
async function untilAnswered(work) {
  for (let left = 120; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
