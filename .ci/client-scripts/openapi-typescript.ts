// The types of openapi-typescript with fetch and WebSocket: the same, watching through a cut.
import type { components, paths } from './openapi-typescript/mgx';

type Event = components['schemas']['Event'];
type Created = paths['/api/tasks']['post']['responses'][201]['content']['application/json'];

function check(holds: boolean, what: unknown): void {
  if (!holds) throw new Error(JSON.stringify(what));
}

const server = process.argv[2] ?? '';
const body: components['schemas']['NewTask'] = { input_prompt: 'Build a todo list for the command line', run: true };
const created = await fetch(`${server}/api/tasks`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
  body: JSON.stringify(body),
});
const task = (await created.json()) as Created;
const events: Event[] = [];

/** Reads the stream up to its end, or to a number of events. */
async function watch(most: number): Promise<void> {
  const address = `${server}/api/tasks/${task.id}/events/stream?version=2&since_event_id=${events.length}`;
  const answer = await fetch(address);
  let text = '';
  for await (const piece of answer.body ?? []) {
    text += new TextDecoder().decode(piece, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = text.slice(0, end).split('\n').find(line => line.startsWith('data: '));
      text = text.slice(end + 2);
      if (data !== undefined && events.length < most) events.push(JSON.parse(data.slice(6)) as Event);
    }
    if (events.length >= most) return; // which closes the connection
  }
}

await watch(5);
await watch(Infinity);
check(events.every((event, i) => event.event_id === i + 1), events.map(event => event.event_id));
check(events.at(-1)?.event_type === 'TASK_COMPLETE', events.at(-1));
const zip = await (await fetch(`${server}/api/tasks/${task.id}/download`)).text();
check(zip.startsWith('PK'), zip.slice(0, 10));
