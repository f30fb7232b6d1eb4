// The client of openapi-generator for TypeScript: the same.
import { Configuration, EventsApi, FilesApi, ResponseError, TaskStatus, TasksApi } from './typescript-fetch/index';

function check(holds: boolean, what: unknown): void {
  if (!holds) throw new Error(JSON.stringify(what));
}

const configuration = new Configuration({ basePath: process.argv[2] });
const tasks = new TasksApi(configuration);
const missing = await tasks.getTask({ taskId: 'nobody' }).catch((wrong: unknown) => wrong);
check(missing instanceof ResponseError && missing.response.status === 404, missing);
const task = await tasks.createTask({
  newTask: { input_prompt: 'Build a todo list for the command line', run: true },
  wait: 90,
  idempotencyKey: crypto.randomUUID(),
});
check(task.state?.status === TaskStatus.Succeeded, task.state);
const first = await new EventsApi(configuration).listEvents({ taskId: task.id, limit: 5, version: 2 }); // then the connection is cut
const since = first.events.at(-1)?.event_id;
const rest = await new EventsApi(configuration).listEvents({ taskId: task.id, sinceEventId: since, version: 2 });
const events = [...first.events, ...rest.events];
check(events.every((event, i) => event.event_id === i + 1) && events.length === task.state?.last_event_id, events.length);
check(events.at(-1)?.event_type === 'TASK_COMPLETE', events.at(-1));
const zip = await (await new FilesApi(configuration).downloadFiles({ taskId: task.id })).text();
check(zip.startsWith('PK'), zip.slice(0, 10));
