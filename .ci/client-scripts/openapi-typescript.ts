// The types of openapi-typescript with fetch: the same.
import type { components, paths } from './openapi-typescript/mgx';
import { check, dataOf } from './stream';

type Event = components['schemas']['Event'];
type Created = paths['/api/tasks']['post']['responses'][201]['content']['application/json'];
type State = paths['/api/tasks/{task_id}/state']['get']['responses'][200]['content']['application/json'];

const server = process.argv[2] ?? '';
const body: components['schemas']['NewTask'] = { input_prompt: 'Build a todo list for the command line', run: true };
const created = await fetch(`${server}/api/tasks`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
  body: JSON.stringify(body),
});
const task = (await created.json()) as Created;
const events: Event[] = [];
let cuts = 0;
while (events.at(-1)?.event_type !== 'TASK_COMPLETE') {
  const since = events.at(-1)?.event_id ?? 0;
  const answer = await fetch(`${server}/api/tasks/${task.id}/events/stream?version=2&since_event_id=${since}`);
  try {
    for await (const data of dataOf(answer)) events.push(data as Event);
  } catch {
    cuts++;
  }
}
const state = (await (await fetch(`${server}/api/tasks/${task.id}/state`)).json()) as State;
check(cuts > 0 && events.every((event, i) => event.event_id === i + 1) && events.length === state.last_event_id, events.length);
const zip = await (await fetch(`${server}/api/tasks/${task.id}/download`)).text();
check(zip.startsWith('PK'), zip.slice(0, 10));
