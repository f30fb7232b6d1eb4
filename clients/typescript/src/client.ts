import { call, Problem, type Call } from './http.js';
import type {
  About,
  Approval,
  ArtifactContent,
  Changes,
  Done,
  Edited,
  Event,
  EventList,
  FileList,
  ListedTask,
  NewEdit,
  NewRun,
  NewTask,
  RunAnswer,
  Service,
  Task,
  TaskPage,
  TaskState,
  Trace,
  VersionList,
} from './types.js';
import { Watch, type WatchListener } from './watch.js';

export interface ClientOptions {
  /** The WebSocket to use; the platform's if there is none. */
  WebSocket?: typeof WebSocket;
}

export interface Asking {
  signal?: AbortSignal;
  /** How many seconds, at most 600, the answer may wait for the task to be over or to need a person. */
  wait?: number;
}

export interface EventQuery {
  since_event_id?: number;
  limit?: number;
}

export interface WatchQuery {
  /** Only events after this one; 0, the default, is all of them. */
  since?: number;
  signal?: AbortSignal;
}

/** An edit answers when a model has made it. */
const EDIT_PATIENCE_MS = 15 * 60_000;

/** A program may have to install its packages first. */
const START_PATIENCE_MS = 3 * 60_000;

/** A project may be large, and the way to the server slow. */
const UPLOAD_PATIENCE_MS = 10 * 60_000;

const WAIT_MARGIN_MS = 30_000;

/**
 * A client of a server. Its calls answer what `openapi.yaml` says and throw a `Problem`. Those that may cost money carry an
 * `Idempotency-Key`: where the connection breaks before the answer has come they are sent once more, and done once.
 */
export class MgxClient {
  private readonly base: URL;

  /** @param server its address, which may lie at a path of a proxy */
  constructor(
    server: string | URL = 'http://127.0.0.1:8000',
    private readonly options: ClientOptions = {},
  ) {
    this.base = new URL(server);
    this.base.pathname = this.base.pathname.replace(/\/*$/, '/');
  }

  about(): Promise<About> {
    return this.get('./');
  }

  /** Makes a task, and runs it where it says `run: true`; with `wait` the answer has its `state`. */
  create(task: NewTask, asking?: Asking): Promise<ListedTask> {
    return this.post('api/tasks', task, asking);
  }

  list(query: URLSearchParams | Record<string, string> = {}, asking?: Asking): Promise<TaskPage> {
    return this.get(`api/tasks?${new URLSearchParams(query)}`, asking);
  }

  find(id: string): Promise<Task> {
    return this.get(task(id));
  }

  state(id: string, asking?: Asking): Promise<TaskState> {
    return this.get(`${task(id)}/state`, asking);
  }

  events(id: string, query: EventQuery = {}): Promise<EventList> {
    const given = Object.entries(query).map(([name, value]) => [name, String(value)]);
    return this.get(`${task(id)}/events?${new URLSearchParams([['version', '2'], ...given])}`);
  }

  /** What the latest run's files changed of the project that the task began with. */
  changes(id: string): Promise<Changes> {
    return this.get(`${task(id)}/changes`);
  }

  trace(id: string): Promise<Trace> {
    return this.get(`${task(id)}/trace`);
  }

  /** Gives a task of `options.source: 'upload'` the project that it is to change, before its first run. */
  async upload(id: string, zip: Blob): Promise<void> {
    await call(this.address(`${task(id)}/source`), { method: 'PUT', body: zip, patienceMs: UPLOAD_PATIENCE_MS });
  }

  async remove(id: string): Promise<void> {
    await call(this.address(task(id)), { method: 'DELETE' });
  }

  run(id: string, how?: NewRun, asking?: Asking): Promise<RunAnswer> {
    return this.post(`${task(id)}/run`, how, asking);
  }

  stop(id: string): Promise<Done> {
    return this.post(`${task(id)}/stop`);
  }

  say(id: string, content: string, asking?: Asking): Promise<RunAnswer> {
    return this.post(`${task(id)}/messages`, { content }, asking);
  }

  approve(id: string, answer: Approval): Promise<Done> {
    return this.post(`${task(id)}/approval`, answer);
  }

  edit(id: string, edit: NewEdit): Promise<Edited> {
    return this.post(`${task(id)}/edit`, edit, { patienceMs: EDIT_PATIENCE_MS });
  }

  restore(id: string, path: string, version: number): Promise<Edited> {
    return this.post(`${file(id, path)}/restore`, { version }, { patienceMs: EDIT_PATIENCE_MS });
  }

  services(id: string): Promise<Service[]> {
    return this.get(`${task(id)}/services`);
  }

  startService(id: string, name = 'app'): Promise<Service[]> {
    return this.post(`${task(id)}/services/${encodeURIComponent(name)}/start`, undefined, { patienceMs: START_PATIENCE_MS });
  }

  stopService(id: string, name = 'app'): Promise<Service[]> {
    return this.post(`${task(id)}/services/${encodeURIComponent(name)}/stop`);
  }

  files(id: string): Promise<FileList> {
    return this.get(`api/artifacts/${encodeURIComponent(id)}`);
  }

  /** A file's latest version, or the one that is named. */
  content(id: string, path: string, version?: number): Promise<ArtifactContent> {
    return this.get(file(id, path) + (version ? `?version=${version}` : ''));
  }

  versions(id: string, path: string): Promise<VersionList> {
    return this.get(`${file(id, path)}/versions`);
  }

  /** Where the zip of the latest run's files is. */
  downloadAddress(id: string): string {
    return this.address(`${task(id)}/download`).href;
  }

  /** The zip of the latest run's files. */
  async download(id: string): Promise<Uint8Array> {
    const answer = await call(this.address(`${task(id)}/download`), { method: 'GET' }, 'application/zip');
    return new Uint8Array(await answer.arrayBuffer());
  }

  /**
   * Follows a task from an event on, until it is over or the watch is closed; starts nothing. The listener is told of all that
   * comes, also of how the connection stands. `watch` is the same as a loop.
   */
  follow(id: string, since: number, listener: WatchListener): Watch {
    const address = (position: number) =>
      this.address(`ws/tasks/${encodeURIComponent(id)}?version=2&start=false&since_event_id=${position}`);
    return new Watch(address, since, listener, this.options.WebSocket);
  }

  /**
   * The events of a task until it is over, each once, through any number of cuts; starts nothing. Throws a `Problem` where
   * there is no such task, or no longer.
   */
  async *watch(id: string, { since = 0, signal }: WatchQuery = {}): AsyncGenerator<Event, void> {
    signal?.throwIfAborted();
    const arrived: Event[] = [];
    let end: { why?: unknown } | null = null;
    let wake = () => {};
    const finish = (how: { why?: unknown }) => {
      end ??= how;
      wake();
    };
    const watch = this.follow(id, since, {
      events: (events) => {
        arrived.push(...events);
        wake();
      },
      state: () => {},
      complaint: () => {},
      link: (link, reason) => {
        if (link === 'over') {
          finish({});
        } else if (link === 'gone' || link === 'refused') {
          finish({ why: new Problem(link === 'gone' ? 404 : 400, reason) });
        }
      },
    });
    const aborted = () => finish({ why: signal?.reason });
    signal?.addEventListener('abort', aborted);
    try {
      while (end === null || arrived.length > 0) {
        yield* arrived.splice(0);
        if (end === null && arrived.length === 0) {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
      const { why } = end as { why?: unknown };
      if (why !== undefined) {
        throw why;
      }
    } finally {
      signal?.removeEventListener('abort', aborted);
      watch.close();
    }
  }

  /** Addresses are relative to the server's, which may lie at a path of a proxy. */
  private address(path: string): URL {
    return new URL(path, this.base);
  }

  private async get<T>(path: string, asking: Asking = {}): Promise<T> {
    return this.json(path, { method: 'GET' }, asking);
  }

  private post<T>(path: string, body?: unknown, asking: Asking & { patienceMs?: number } = {}): Promise<T> {
    return this.json(path, { method: 'POST', body, key: key() }, asking);
  }

  private async json<T>(path: string, what: Call, { signal, wait, patienceMs }: Asking & { patienceMs?: number }): Promise<T> {
    const address = this.address(path);
    if (wait !== undefined) {
      address.searchParams.set('wait', String(wait));
    }
    const patience = patienceMs ?? (wait === undefined ? undefined : wait * 1_000 + WAIT_MARGIN_MS);
    const answer = await call(address, { ...what, signal, ...(patience === undefined ? {} : { patienceMs: patience }) });
    return (await answer.json()) as T;
  }
}

/** Where a page is not served by HTTPS or from this machine, a browser has no `randomUUID`. */
function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const task = (id: string) => `api/tasks/${encodeURIComponent(id)}`;
const file = (id: string, path: string) =>
  `api/artifacts/${encodeURIComponent(id)}/${path.split('/').map(encodeURIComponent).join('/')}`;
