import type { About, AcceptanceCheck, ArtifactContent, Edited, FileList, Service, Task, TaskOptions, TaskPage, TaskState, Trace, VersionList } from './types';

/** Why a call failed, in the server's own sentence if it has one. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** The timeout of a call. */
const PATIENCE_MS = 30_000;

/** An edit answers when a model has made it. */
const EDIT_PATIENCE_MS = 15 * 60_000;

/** A program may have to install its packages first. */
const START_PATIENCE_MS = 3 * 60_000;

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  patience = PATIENCE_MS,
): Promise<T> {
  const deadline = AbortSignal.timeout(patience);
  const init: RequestInit = {
    method,
    headers: { Accept: 'application/json' },
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  };
  if (body !== undefined) {
    init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const answer = await reach(path, init);
  if (!answer.ok) {
    throw await problem(answer);
  }
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (why) {
    if (why instanceof DOMException && why.name === 'TimeoutError') {
      throw new Problem(0, 'The server did not respond in time');
    }
    if (why instanceof DOMException && why.name === 'AbortError') {
      throw why;
    }
    throw new Problem(0, 'Cannot reach the server');
  }
}

async function problem(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as { detail?: unknown };
    if (typeof body.detail === 'string') {
      return new Problem(answer.status, body.detail);
    }
  } catch {
    // Not a problem document: what the status says has to do.
  }
  return new Problem(answer.status, `The request failed (HTTP ${answer.status})`);
}

/** How a run is to be. */
export interface RunWish {
  resume?: boolean;
  from?: 'latest';
  options?: TaskOptions;
}

/** Paths are relative to the page's own address, which may lie at a path of a proxy. */
const task = (id: string) => `api/tasks/${encodeURIComponent(id)}`;
const file = (id: string, path: string) =>
  `api/artifacts/${encodeURIComponent(id)}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** The calls of the contract that the page makes. Each throws a {@link Problem}. */
export const rest = {
  about: () => call<About>('GET', './'),
  create: (input_prompt: string, options: TaskOptions) => call<Task>('POST', 'api/tasks', { input_prompt, options }),
  list: (query: URLSearchParams, signal?: AbortSignal) =>
    call<TaskPage>('GET', `api/tasks?${query}`, undefined, signal),
  find: (id: string) => call<Task>('GET', task(id)),
  state: (id: string, signal?: AbortSignal) => call<TaskState>('GET', `${task(id)}/state`, undefined, signal),
  trace: (id: string) => call<Trace>('GET', `${task(id)}/trace`),
  remove: (id: string) => call<void>('DELETE', task(id)),
  run: (id: string, wish?: RunWish) => call<unknown>('POST', `${task(id)}/run`, wish),
  stop: (id: string) => call<unknown>('POST', `${task(id)}/stop`),
  say: (id: string, content: string) => call<unknown>('POST', `${task(id)}/messages`, { content }),
  approve: (id: string, approved: boolean, comment: string | null, checks: AcceptanceCheck[] | null) =>
    call<unknown>('POST', `${task(id)}/approval`, {
      approved,
      ...(comment ? { comment } : {}),
      ...(checks ? { checks } : {}),
    }),
  /** Of the latest version where none is named. */
  edit: (id: string, file_path: string, instruction: string, version?: number) =>
    call<Edited>(
      'POST',
      `${task(id)}/edit`,
      { file_path, instruction, ...(version ? { version } : {}) },
      undefined,
      EDIT_PATIENCE_MS,
    ),
  services: (id: string) => call<Service[]>('GET', `${task(id)}/services`),
  startService: (id: string) => call<Service[]>('POST', `${task(id)}/services/app/start`, undefined, undefined, START_PATIENCE_MS),
  stopService: (id: string) => call<Service[]>('POST', `${task(id)}/services/app/stop`),
  restore: (id: string, path: string, version: number) =>
    call<Edited>('POST', `${file(id, path)}/restore`, { version }, undefined, EDIT_PATIENCE_MS),
  download: (id: string) => `${task(id)}/download`,
  files: (id: string) => call<FileList>('GET', `api/artifacts/${encodeURIComponent(id)}`),
  content: (id: string, path: string, version?: number) =>
    call<ArtifactContent>('GET', file(id, path) + (version ? `?version=${version}` : '')),
  versions: (id: string, path: string) => call<VersionList>('GET', `${file(id, path)}/versions`),
};
