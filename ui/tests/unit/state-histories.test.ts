import { expect, test } from '@playwright/test';
import type { Event, TaskState } from 'mgx-client';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../src/fold/fold';
import { EMPTY, type TaskView } from '../../src/fold/view';
import { now } from '../../src/task/now';

/**
 * The histories that the server's fold is held to as well: see `StateHistoriesTest`. A step is an event, without its
 * null fields, or a place in the queue; its `changes` are the fields of the state that differ from those after the event
 * before.
 */
interface History {
  history: string;
  steps: { event?: Partial<Event> & { event_id: number }; queue_position?: number; changes: Partial<TaskState> }[];
}

const file = join(import.meta.dirname, '../../../src/test/resources/dev/mgx/task/state-histories.json');
const histories = JSON.parse(readFileSync(file, 'utf8')) as History[];

const INITIAL: TaskState = {
  task_id: 't',
  status: 'PENDING',
  progress: 0,
  current_agent: null,
  last_message: null,
  started_at: null,
  completed_at: null,
  error_message: null,
  error_type: null,
  final_result: null,
  run: 0,
  attempt: 0,
  queue_position: null,
  simulated: false,
  usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0, llm_calls: 0 },
  last_event_id: 0,
  waiting_for: null,
};

const NO_EVENT = {
  task_id: 't',
  agent_role: null,
  parent_id: null,
  file_path: null,
  code_diff: null,
  execution_result: null,
  visual_type: null,
};

/** What both folds know; who works and the place in the queue the page has from elsewhere. */
function shared(view: TaskView): Partial<TaskState> {
  const { standing } = view;
  return {
    status: standing.status,
    progress: standing.progress,
    last_message: standing.lastMessage,
    started_at: standing.startedAt,
    completed_at: standing.completedAt,
    error_message: standing.errorMessage,
    error_type: standing.errorType,
    final_result: standing.finalResult,
    run: standing.run,
    attempt: standing.attempt,
    simulated: standing.simulated,
    usage: standing.usage,
    last_event_id: view.lastEventId,
    waiting_for: standing.waitingFor,
  };
}

test('there are histories to hold the fold to', () => expect(histories.length).toBeGreaterThan(5));

for (const { history, steps } of histories) {
  test(`the fold gives the state that is written down: ${history}`, () => {
    let view = EMPTY;
    let expected = INITIAL;
    for (const { event, queue_position, changes } of steps) {
      if (event) {
        view = fold(view, [{ ...NO_EVENT, ...event } as Event]);
        expected = { ...expected, ...changes, last_event_id: event.event_id };
        const { task_id: _task, current_agent: _agent, queue_position: _position, ...common } = expected;
        expect(shared(view), `after event ${event.event_id}`).toEqual(common);
      } else {
        const state = { ...expected, ...changes };
        expect(now({ view, state, link: 'live', reason: '' })).toMatchObject({ status: state.status, queued: queue_position });
      }
    }
  });
}
