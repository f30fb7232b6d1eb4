import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find((path) => existsSync(path));

/** Without it the tests behind a proxy are skipped, or fail where it is required. */
export const nginxIsMissing = program === undefined && process.env.MGX_NGINX_REQUIRED !== '1';

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** A real nginx in a folder of its own, as one process of this user. */
export class Nginx {
  private process: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'mgx-nginx-'));

  /** Starts it with these lines in its `http` block, and waits until it listens. */
  async start(http: string): Promise<void> {
    if (program === undefined) {
      throw new Error('nginx is not installed (Debian: apt-get install nginx-light)');
    }
    const config = join(this.folder, 'nginx.conf');
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${each};`).join('\n');
    writeFileSync(
      config,
      `daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr notice;\nevents {}\nhttp {\naccess_log off;\n${folders}\n${http}\n}\n`,
    );
    const started = spawn(program, ['-e', 'stderr', '-p', `${this.folder}/`, '-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.process = started;
    for await (const line of createInterface({ input: started.stderr })) {
      if (line.includes('event method')) {
        started.stderr.resume(); // it logs this after its sockets are open
        return;
      }
    }
    throw new Error('nginx ended before it listened');
  }

  async close(): Promise<void> {
    const running = this.process;
    this.process = null;
    if (running && running.exitCode === null) {
      const gone = once(running, 'exit');
      running.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
