import { expect, test } from '@playwright/test';
import type { Event, EventType } from 'mgx-client';
import { fold, Gap } from '../../src/fold/fold';
import { EMPTY, working, type Step, type TaskView } from '../../src/fold/view';

let next = 0;

type Some = Omit<Partial<Event>, 'payload'> & { payload?: Partial<Event['payload']> };

function event(event_type: EventType, more: Some = {}): Event {
  next++;
  return {
    event_id: next,
    task_id: 't',
    timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, next)).toISOString(),
    agent_role: null,
    event_type,
    parent_id: null,
    file_path: null,
    code_diff: null,
    execution_result: null,
    visual_type: null,
    ...more,
    payload: { message: event_type, ...more.payload },
  };
}

function inStep(type: EventType, step: string, tryNumber: number, more: Partial<Event> = {}, payload = {}): Event {
  return event(type, { agent_role: 'Engineer', ...more, payload: { message: type, step, try: tryNumber, ...payload } });
}

test.beforeEach(() => {
  next = 0;
});

/** A run with two steps side by side, text as it is written, a program that is run, and a crash in between. */
function history(): Event[] {
  return [
    event('TASK_START', { payload: { simulated: true, max_duration_seconds: 600 } }),
    inStep('AGENT_START', 'a', 1, {}, { message: 'Writing a', progress: 0.1 }),
    inStep('AGENT_START', 'b', 1, {}, { message: 'Writing b' }),
    inStep('MESSAGE_DELTA', 'a', 1, {}, { content: 'half of ' }),
    inStep('MESSAGE_DELTA', 'a', 1, {}, { content: 'a text' }),
    event('LOG', { payload: { status: 'resumed', attempt: 2 } }),
    event('LOG', { payload: { status: 'resumed', step: 'a', try: 2 } }),
    inStep('MESSAGE', 'a', 2, { visual_type: 'CODE', file_path: 'a.txt' }, { content: 'a whole text' }),
    inStep('AGENT_COMPLETE', 'a', 2, {}, { usage: { input_tokens: 1, output_tokens: 2, cost_usd: 0.5, llm_calls: 1 } }),
    inStep('LOG', 'run', 1, {}, { message: 'Running it', isolation: 'bubblewrap' }),
    inStep('EXECUTION_STREAM', 'run', 1, {}, { line: '1. [ ] buy milk', stream_type: 'stdout' }),
    inStep('MESSAGE', 'run', 1, { execution_result: 'done' }, { execution: { exit_code: 0, passed: true } }),
    event('RESULT', { payload: { final_result: { summary: 'built', files: [], how_to_run: '', checks: [], verified: true } } }),
    event('TASK_COMPLETE'),
  ];
}

const steps = (view: TaskView) => view.entries.filter((entry): entry is Step => entry.kind === 'step');

test('events add up to the same view in one batch, one by one, and with some seen twice', () => {
  const events = history();
  const whole = fold(EMPTY, events);
  const single = events.reduce((view, each) => fold(view, [each]), EMPTY);
  const twice = fold(fold(EMPTY, events.slice(0, 9)), events.slice(4));
  expect(single).toEqual(whole);
  expect(twice).toEqual(whole);
});

test('a view is never changed by what comes after it', () => {
  const events = history();
  const early = fold(EMPTY, events.slice(0, 5));
  const before = JSON.stringify(early);
  fold(early, events.slice(5));
  expect(JSON.stringify(early)).toBe(before);
});

test('a missing event is noticed', () => {
  const events = history();
  expect(() => fold(EMPTY, [...events.slice(0, 3), ...events.slice(4)])).toThrow(Gap);
});

test('text is gathered as it is written, and gone when it is whole', () => {
  const events = history();
  const writing = fold(EMPTY, events.slice(0, 5));
  expect(steps(writing)[0]?.draft).toBe('half of a text');
  expect(working(writing).map((step) => step.name)).toEqual(['a', 'b']);
  expect(steps(fold(writing, events.slice(5))).map((step) => step.draft)).toEqual(['', '', '', '']);
});

test('thoughts are kept apart from the text, also when that is whole', () => {
  const [first, ...more] = history();
  const begun = more.findIndex((event) => event.event_type === 'MESSAGE_DELTA');
  const delta = more[begun]!;
  const thought = { ...delta, payload: { ...delta.payload, thought: true, content: 'Hm.' } };
  const events = [first!, ...more.slice(0, begun), thought, ...more.slice(begun)].map((event, at) => ({
    ...event,
    event_id: at + 1,
  }));
  const writing = steps(fold(EMPTY, events.slice(0, 6)))[0];
  expect([writing?.thoughts, writing?.draft]).toEqual(['Hm.', 'half of a text']);
  expect(steps(fold(EMPTY, events))[0]?.thoughts).toBe('Hm.');
});

test('a try that a crash cut short is superseded by the next one', () => {
  const view = fold(EMPTY, history());
  expect(steps(view).map(({ name, tryNumber, superseded, phase }) => [name, tryNumber, superseded, phase])).toEqual([
    ['a', 1, true, 'cut'],
    ['b', 1, false, 'cut'],
    ['a', 2, false, 'done'],
    ['run', 1, false, 'done'],
  ]);
  expect(steps(view)[2]?.title).toBe('Writing a');
});

test('the standing is that of the events', () => {
  const { standing, filesWritten } = fold(EMPTY, history());
  expect(standing).toMatchObject({ status: 'SUCCEEDED', progress: 1, run: 1, attempt: 2, simulated: true, allowedSeconds: 600 });
  expect(standing.usage).toEqual({ input_tokens: 1, output_tokens: 2, cost_usd: 0.5, llm_calls: 1 });
  expect(standing.finalResult?.verified).toBe(true);
  expect(filesWritten).toBe(1);
});

test('progress never falls within a run and begins anew with the next', () => {
  let view = fold(EMPTY, [event('TASK_START'), event('LOG', { payload: { progress: 0.6 } }), event('LOG', { payload: { progress: 0.3 } })]);
  expect(view.standing.progress).toBe(0.6);
  view = fold(view, [event('TASK_CANCELLED'), event('TASK_START')]);
  expect(view.standing).toMatchObject({ status: 'RUNNING', progress: 0, run: 2 });
});

test('what a program writes is kept with how it ended', () => {
  const [execution] = fold(EMPTY, history()).executions;
  expect(execution).toMatchObject({ command: 'it', isolation: 'bubblewrap', lines: [{ error: false, text: '1. [ ] buy milk' }] });
  expect(execution?.outcome).toMatchObject({ exitCode: 0, passed: true });
});

test('that a model is asked is no line of its own, that it is asked again is', () => {
  const asked = (status: string) => inStep('LOG', 'a', 1, {}, { status, message: status });
  const view = fold(EMPTY, [event('TASK_START'), inStep('AGENT_START', 'a', 1), asked('calling'), asked('retrying'), asked('calling')]);
  expect(steps(view)[0]?.notes.map((note) => note.message)).toEqual(['retrying']);
});

test('a wait for a person does not count as time', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const view = fold(EMPTY, [
    event('TASK_START'),
    event('APPROVAL_REQUEST', { payload: { waiting_for: { what: 'approval', since: at(2), until: null } } }),
    event('LOG', { timestamp: at(40), payload: { waiting_for: null } }),
  ]);
  expect(view.standing.waitedMs).toBe(38_000);
  expect(view.standing.waitingFor).toBeNull();
});
