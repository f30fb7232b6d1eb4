import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const target = join(import.meta.dirname, '../../target');

/** What was built: classes, tests' classes and libraries. */
const classpath =
  process.env.MGX_TEST_CLASSPATH ?? [join(target, 'classes'), join(target, 'test-classes'), join(target, 'lib/*')].join(':');

export interface ServerWish {
  /** `dev.mgx.app.Main`, or a server of the tests. */
  main?: 'dev.mgx.app.Main' | 'dev.mgx.e2e.ScriptedServer';
  settings?: Record<string, string>;
  port?: number;
}

/** A server of its own, on its own folder, as a process. */
export class Server {
  private process: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'mgx-page-'));
  url = '';

  constructor(private readonly wish: ServerWish) {}

  /** Starts it, at the port it had before where it had one, and waits until it listens. */
  async start(): Promise<void> {
    const main = this.wish.main ?? 'dev.mgx.app.Main';
    const port = this.url === '' ? String(this.wish.port ?? 0) : new URL(this.url).port;
    const args = main === 'dev.mgx.app.Main' ? ['serve', '--port', port, '--data-dir', this.folder] : [this.folder];
    const jvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m', '--enable-native-access=ALL-UNNAMED'];
    const started = spawn(java(), [...jvm, '-cp', classpath, main, ...args], {
      env: { ...process.env, ...this.wish.settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.process = started;
    for await (const line of createInterface({ input: started.stdout })) {
      const address = /MGX Engine listens on (http:\S+)/.exec(line)?.[1];
      if (address) {
        this.url = address;
        started.stdout.resume();
        return;
      }
    }
    throw new Error(`${main} ended before it listened`);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const running = this.process;
    this.process = null;
    if (running && running.exitCode === null) {
      const gone = once(running, 'exit');
      running.kill('SIGKILL');
      await gone;
    }
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async post(path: string, body?: unknown): Promise<Record<string, unknown>> {
    const init: RequestInit = { method: 'POST' };
    if (body !== undefined) {
      init.headers = { 'Content-Type': 'application/json' };
      init.body = JSON.stringify(body);
    }
    const answer = await fetch(this.url + path, init);
    if (!answer.ok) {
      throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    }
    return (await answer.json()) as Record<string, unknown>;
  }

  async get(path: string): Promise<Record<string, unknown>> {
    const answer = await fetch(this.url + path, { headers: { Accept: 'application/json' } });
    return (await answer.json()) as Record<string, unknown>;
  }

  /** Makes a task and starts it; answers its id. */
  async build(input_prompt: string, options?: unknown): Promise<string> {
    const { id } = await this.post('/api/tasks', options ? { input_prompt, options } : { input_prompt });
    await this.post(`/api/tasks/${id}/run`);
    return String(id);
  }
}

function java(): string {
  const home = process.env.MGX_JAVA_HOME ?? process.env.JAVA_HOME;
  return home ? join(home, 'bin/java') : 'java';
}
