import type { FieldError, ProblemType } from './types.js';

/** Why a call failed, in the server's own sentence if it has one. */
export class Problem extends Error {
  constructor(
    /** Of HTTP; 0 where the server could not be reached or did not respond in time. */
    readonly status: number,
    detail: string,
    /** What a program may compare, such as `/problems/task-not-found`; empty where the reason is not the server's. */
    readonly type: ProblemType | '' = '',
    /** Of a 422, what is wrong with each field. */
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

/** The timeout of a call. */
const PATIENCE_MS = 30_000;

export interface Call {
  method: string;
  /** Sent as JSON, or where it is a Blob as the zip that it is. */
  body?: unknown;
  /** Makes the server do it once, however often it arrives: where the connection breaks it is sent once more. */
  key?: string;
  signal?: AbortSignal | undefined;
  patienceMs?: number;
}

/** Sends a call. Throws a {@link Problem}, or what `signal` was aborted with. */
export async function call(address: URL, what: Call, accept = 'application/json'): Promise<Response> {
  const deadline = AbortSignal.timeout(what.patienceMs ?? PATIENCE_MS);
  const headers: Record<string, string> = { Accept: accept };
  const init: RequestInit = {
    method: what.method,
    headers,
    signal: what.signal ? AbortSignal.any([what.signal, deadline]) : deadline,
  };
  if (what.body instanceof Blob) {
    headers['Content-Type'] = 'application/zip';
    init.body = what.body;
  } else if (what.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(what.body);
  }
  if (what.key !== undefined) {
    headers['Idempotency-Key'] = what.key;
  }
  let answer = await reach(address, init, what.key === undefined ? 0 : 1);
  // What was sent once more may find the first still being worked on: then the server says when to ask for its answer.
  for (let after = retryAfter(answer); after !== null; after = retryAfter(answer)) {
    await new Promise((resolve) => setTimeout(resolve, after * 1_000));
    answer = await reach(address, init, 0);
  }
  if (!answer.ok) {
    throw await problem(answer);
  }
  return answer;
}

async function reach(address: URL, init: RequestInit, retries: number): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (why) {
    if (why instanceof Error && why.name === 'TimeoutError') {
      throw new Problem(0, 'The server did not respond in time');
    }
    if (init.signal?.aborted) {
      throw why;
    }
    if (retries > 0) {
      return reach(address, init, retries - 1);
    }
    throw new Problem(0, 'Cannot reach the server');
  }
}

/** How many seconds to wait for the answer of a request with the same key; null where there is nothing to wait for. */
function retryAfter(answer: Response): number | null {
  return answer.status === 409 && answer.headers.has('Retry-After') ? Number(answer.headers.get('Retry-After')) : null;
}

async function problem(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as { detail?: unknown; type?: ProblemType; errors?: FieldError[] };
    if (typeof body.detail === 'string') {
      return new Problem(answer.status, body.detail, body.type, body.errors);
    }
  } catch {
    // Not a problem document: what the status says has to do.
  }
  return new Problem(answer.status, `The request failed (HTTP ${answer.status})`);
}
