// The client of openapi-generator for TypeScript: makes a task, watches it through a cut, downloads the zip.
import { Configuration, EventFromJSON, EventsApi, EventType, FilesApi, ResponseError, TasksApi, TaskStatus, type Event } from './typescript-fetch/index';
import { check, dataOf } from './stream';

const configuration = new Configuration({ basePath: process.argv[2] });
const tasks = new TasksApi(configuration);
const missing = await tasks.getTask({ taskId: 'nobody' }).catch((wrong: unknown) => wrong);
check(missing instanceof ResponseError && missing.response.status === 404, missing);
const task = await tasks.createTask({
  newTask: { input_prompt: 'Build a todo list for the command line', run: true },
  idempotencyKey: crypto.randomUUID(),
});
const events: Event[] = [];
const stream = (since: number) => new EventsApi(configuration).streamEventsRaw({ taskId: task.id, sinceEventId: since, version: 2 });
let cuts = 0;
while (events.at(-1)?.event_type !== EventType.TaskComplete) {
  const { raw } = await stream(events.at(-1)?.event_id ?? 0);
  try {
    for await (const data of dataOf(raw)) events.push(EventFromJSON(data));
  } catch {
    cuts++;
  }
}
const state = await tasks.getState({ taskId: task.id });
check(state.status === TaskStatus.Succeeded, state);
check(cuts > 0 && events.every((event, i) => event.event_id === i + 1) && events.length === state.last_event_id, events.length);
const zip = await (await new FilesApi(configuration).downloadFiles({ taskId: task.id })).text();
check(zip.startsWith('PK'), zip.slice(0, 10));
