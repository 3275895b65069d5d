import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Where the real server is started from; `./quartermaster` of the checkout builds it if it has to. */
const command = process.env.QM_E2E_SERVER ?? join(folder, '../../quartermaster');

export interface Server {
  readonly url: string;
  /** What it printed at its first start. */
  readonly operatorKey: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a real server with a database of its own, in a temporary folder that is gone afterwards, on loopback.
 *
 * @param settings what it is to have besides; its port is known by then
 */
export async function startServer(
  settings: (port: string) => Promise<Record<string, string>> = async () => ({}),
): Promise<Server> {
  const place = mkdtempSync(join(tmpdir(), 'quartermaster-e2e.'));
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(command, ['serve'], {
    cwd: place,
    env: {
      ...othersSettings(),
      QM_HTTP_PORT: port,
      QM_DATA_DIR: join(place, 'data'),
      QM_ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
      ...(await settings(port)),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = new Log(server);
  const stop = async () => {
    await end(server);
    rmSync(place, { recursive: true, force: true });
  };
  try {
    await untilReady(url, server, log);
    return { url, operatorKey: log.operatorKey(), stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** An independent mock of providers; each request may ask for the faults that it is to have. */
export async function startMock(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const mock = spawn(
    process.execPath,
    [
      join(folder, '../node_modules/@copilotkit/aimock/dist/cli.js'),
      ...['-p', String(port), '-f', join(folder, 'fixtures'), '--log-level', 'warn'],
      ...['--latency', '40', '--chunk-size', '12'],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return { url: `http://127.0.0.1:${port}`, stop: () => end(mock) };
}

/** The environment without settings of a server that somebody runs on this machine. */
function othersSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('QM_')));
}

/** What the server wrote, for whoever has to find out why it did not start. */
class Log {
  private text = '';

  constructor(server: ChildProcess) {
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (piece: Buffer) => {
        this.text += piece.toString();
      });
    }
  }

  operatorKey(): string {
    const key = /Operator key[^\n]*?(qm_\w+)/.exec(this.text)?.[1];
    if (key === undefined) {
      throw new Error(`The server printed no operator key:\n${this.tail()}`);
    }
    return key;
  }

  tail(): string {
    return this.text.split('\n').slice(-30).join('\n');
  }
}

async function untilReady(url: string, server: ChildProcess, log: Log): Promise<void> {
  const deadline = Date.now() + 15 * 60_000; // it may have to be built
  while (Date.now() < deadline) {
    if (server.exitCode !== null) {
      throw new Error(`${command} serve ended with ${server.exitCode}:\n${log.tail()}`);
    }
    const ready = await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The server was not ready in time:\n${log.tail()}`);
}

function end(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) {
      resolve();
      return;
    }
    process.once('exit', () => resolve());
    process.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
