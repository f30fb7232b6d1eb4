import { expect, test } from '@playwright/test';
import type { AcceptanceCheck, Event } from 'mgx-client';
import { fold } from '../../src/fold/fold';
import { EMPTY } from '../../src/fold/view';
import { flawOf, sent, withNew, without, withStep } from '../../src/task/corrected';

const PLAN: AcceptanceCheck[] = [
  {
    id: 'C1',
    quote: '14 is XIV',
    check: '`python3 roman.py 14` prints XIV',
    files: [{ path: 'in.txt', content: '1' }],
    steps: [
      { run: 'python3 roman.py 14', input: '', output: 'XIV', exit_code: 0, files: [] },
      { run: 'python3 roman.py', input: '', output: null, exit_code: 1, files: [] },
    ],
    self_reported: false,
  },
  { id: 'C7', quote: 'nice', check: 'it looks nice', steps: [{ run: 'sh test.sh', input: '', output: null, exit_code: 0 }], self_reported: true },
];

test('a corrected step loses the sentence that said what it was, and nothing else', () => {
  const [first, second] = withStep(PLAN, 0, 1, { exit_code: 0, output: 'usage' });
  expect(first?.check).toBeUndefined();
  expect(first?.steps).toEqual([PLAN[0]?.steps[0], { ...PLAN[0]?.steps[1], exit_code: 0, output: 'usage' }]);
  expect(first?.quote).toBe('14 is XIV');
  expect(second).toBe(PLAN[1]);
});

test('a new check has an id of its own and is not sent without a command', () => {
  const more = withNew(PLAN);
  expect(more.map(({ id }) => id)).toEqual(['C1', 'C7', 'C8']);
  expect(flawOf(PLAN)).toBeNull();
  expect(flawOf(more)).toBe('C8 has no command');
  expect(flawOf(withStep(more, 2, 0, { run: ' ls ' }))).toBeNull();
  expect(without(more, 1).map(({ id }) => id)).toEqual(['C1', 'C8']);
});

test('what is sent has the fields of the wire and no others', () => {
  const given = { ...PLAN[1], passed: true } as unknown as AcceptanceCheck;
  expect(sent(given)).toEqual({
    id: 'C7',
    quote: 'nice',
    check: 'it looks nice',
    files: [],
    steps: [{ run: 'sh test.sh', input: '', output: null, exit_code: 0, files: [] }],
    self_reported: true,
  });
});

test('the checks of the latest plan and what came of them in an execution are kept', () => {
  const event = (event_id: number, event_type: Event['event_type'], payload: Partial<Event['payload']>, more: Partial<Event> = {}): Event => ({
    event_id,
    task_id: 't',
    timestamp: '2026-01-01T00:00:00Z',
    agent_role: null,
    event_type,
    parent_id: null,
    file_path: null,
    code_diff: null,
    execution_result: null,
    visual_type: null,
    payload: { message: '', ...payload },
    ...more,
  });
  const results = [{ id: 'C1', passed: false, steps: [{ run: 'x', output: '6', errors: '', exit_code: 0, problem: "Printed '6', not '5'" }] }];
  const events = [
    event(1, 'TASK_START', {}),
    event(2, 'APPROVAL_REQUEST', { checks: PLAN.slice(0, 1) }),
    event(3, 'APPROVAL_REQUEST', { checks: PLAN }),
    event(4, 'MESSAGE', { execution: { passed: false, results } }, { execution_result: 'failed' }),
  ];
  const view = fold(EMPTY, events);
  expect(view.planChecks).toEqual(PLAN);
  expect(view.executions[0]?.outcome?.results).toEqual(results);
  expect(fold(view, [event(5, 'TASK_ERROR', {}), event(6, 'TASK_START', {})]).planChecks).toEqual([]);
});
