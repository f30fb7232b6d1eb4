import { expect, test } from '@playwright/test';
import { MgxClient, Problem, type Event, type Link, type ProblemType, type WatchListener } from 'mgx-client';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mock } from 'node:test';

/** A WebSocket whose server is the test. */
class FakeSocket {
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((end: { code: number }) => void) | null = null;

  constructor(readonly address: URL) {
    opened.push(this);
  }

  close(): void {}

  say(type: string, data: unknown): void {
    this.onmessage?.({ data: JSON.stringify({ type, data }) });
  }

  events(...ids: number[]): void {
    this.say('connected', { last_event_id: 0 });
    ids.forEach((event_id) => this.say('event', { event_id }));
  }

  end(code: number): void {
    this.onclose?.({ code });
  }
}

let opened: FakeSocket[] = [];
const client = new MgxClient('http://127.0.0.1:1/mgx', { WebSocket: FakeSocket as unknown as typeof WebSocket });
const last = () => opened.at(-1) as FakeSocket;
const since = (socket: FakeSocket) => Number(socket.address.searchParams.get('since_event_id'));

/** What a listener was told, with the clock in the hands of the test. */
function following(use: (ids: number[], links: Link[], complaints: string[]) => void, position = 0): void {
  const ids: number[] = [];
  const links: Link[] = [];
  const complaints: string[] = [];
  const listener: WatchListener = {
    events: (events) => ids.push(...events.map((event) => event.event_id)),
    state: () => {},
    link: (link) => links.push(link),
    complaint: (sentence) => complaints.push(sentence),
  };
  opened = [];
  mock.timers.enable({ apis: ['setTimeout'] });
  const watch = client.follow('x', position, listener);
  try {
    use(ids, links, complaints);
  } finally {
    watch.close();
    mock.timers.reset();
  }
}

/** The close codes and whether to come back, as the documentation has them. */
const CODES = readFileSync(join(import.meta.dirname, '../../../docs/api.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^\| (1\d{3}) \|.*\| (yes|no)\b[^|]*\|$/.exec(line) ?? [])
  .flatMap((_, at, all) => (at % 3 === 0 ? [{ code: Number(all[at + 1]), back: all[at + 2] === 'yes' }] : []));

test('a watch comes back after each close code after which the documentation says so, and after no other', () => {
  expect(CODES.length).toBeGreaterThanOrEqual(9);
  for (const { code, back } of CODES) {
    following((ids, links) => {
      last().events(1, 2);
      last().end(code);
      mock.timers.tick(60_000);
      expect(opened.length > 1, `after ${code}`).toBe(back);
      expect(since(last())).toBe(back ? 2 : 0);
      expect(ids).toEqual([1, 2]);
      expect(links.includes('reconnecting')).toBe(back);
    });
  }
});

test('a watch hands each event on once, also one that comes again, and asks again for one that is missing', () => {
  following((ids) => {
    last().events(1, 2);
    last().end(1006);
    mock.timers.tick(1_000);
    last().events(2, 3, 5);
    mock.timers.tick(1_000);
    expect(opened.map(since)).toEqual([0, 2, 3]);
    last().events(4, 5);
    mock.timers.tick(1_000);
    expect(ids).toEqual([1, 2, 3, 4, 5]);
  });
});

test('a watch starts no task, says where it goes on, and lies where the server does', () => {
  following(() => {
    expect(last().address.href).toBe('ws://127.0.0.1:1/mgx/ws/tasks/x?version=2&start=false&since_event_id=7');
  }, 7);
});

test('what the server says before it closes is told, except of a task that is gone', () => {
  following((_ids, links, complaints) => {
    last().say('error', { message: 'It broke' });
    last().end(1011);
    expect(complaints).toEqual(['It broke']);
    expect(links.at(-1)).toBe('reconnecting');
  });
});

test('the loop over a watch ends with the task, and fails where there is none', async () => {
  opened = [];
  const ids: number[] = [];
  const reading = (async () => {
    for await (const event of client.watch('x')) {
      ids.push((event as Event).event_id);
    }
  })();
  last().events(1, 2);
  last().end(1000);
  await reading;
  expect(ids).toEqual([1, 2]);

  opened = [];
  const missing = client.watch('x').next();
  last().say('error', { message: 'Task x not found' });
  last().end(1008);
  await expect(missing).rejects.toThrow(new Problem(404, 'Task x not found'));
});

test('a problem says what kind it is and what is wrong with each field', async () => {
  const errors = [{ field: 'input_prompt', message: 'is missing' }];
  const problem = { type: '/problems/invalid-fields', status: 422, detail: 'input_prompt is missing', errors };
  const server = createServer((_, answer) => {
    answer.writeHead(422, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const { port } = server.address() as AddressInfo;
    const refused = new MgxClient(`http://127.0.0.1:${port}`).create({ input_prompt: '' });
    const { type, status, detail } = problem;
    await expect(refused).rejects.toEqual(new Problem(status, detail, type as ProblemType, errors));
    await expect(refused).rejects.toMatchObject({ type, status, errors });
  } finally {
    server.close();
  }
});

test('a call whose connection breaks is sent once more with its key, until the first is answered', async () => {
  const keys: unknown[] = [];
  const server = createServer((request, answer) => {
    keys.push(request.headers['idempotency-key']);
    if (keys.length === 1) {
      request.socket.destroy();
    } else if (keys.length < 4) {
      answer.writeHead(409, { 'Retry-After': '0' }).end();
    } else {
      answer.writeHead(201, { 'Content-Type': 'application/json' }).end('{"id":"x"}');
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const { port } = server.address() as AddressInfo;
    const { id } = await new MgxClient(`http://127.0.0.1:${port}`).create({ input_prompt: 'A quiz' });
    expect(id).toBe('x');
    expect(keys).toHaveLength(4);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(1);
  } finally {
    server.close();
  }
});
