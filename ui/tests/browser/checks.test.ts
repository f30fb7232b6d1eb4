import axe from 'axe-core';
import { expect, openTask, status, test } from '../fixture';
import type { Page } from '@playwright/test';
import type { AcceptanceCheck, CheckResult, Event as TaskEvent, FinalResult } from 'mgx-client';

type Told = { type: string; data: Partial<TaskEvent> };

/** Lets a test change what the server tells the page, or drop it by answering null. */
async function retold(page: Page, change: (told: Told) => Told | null): Promise<void> {
  await page.routeWebSocket(/\/ws\/tasks\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) => {
      const told = change(JSON.parse(String(text)) as Told);
      if (told !== null) {
        socket.send(JSON.stringify(told));
      }
    });
  });
}

const CHECKS: AcceptanceCheck[] = [
  {
    id: 'C1',
    quote: '14 is XIV',
    check: '`python3 roman.py 14` prints XVI',
    files: [],
    steps: [{ run: 'python3 roman.py 14', input: '', output: 'XVI', exit_code: 0, files: [] }],
    self_reported: false,
  },
  {
    id: 'C2',
    quote: 'a number that is none is an error',
    check: '`python3 roman.py x` fails',
    files: [],
    steps: [{ run: 'python3 roman.py x', input: '', output: null, exit_code: 1, files: [] }],
    self_reported: false,
  },
  { id: 'C3', quote: 'nice', check: 'It looks nice', files: [], steps: [{ run: 'sh t.sh', input: '', output: null, exit_code: 0 }], self_reported: true },
];

test('the checks of a plan are read and corrected where it is approved, with the keyboard alone', async ({ page, engine, picture }) => {
  await retold(page, (told) => {
    if (told.data.event_type === 'APPROVAL_REQUEST') {
      told.data.payload!.checks = CHECKS;
    }
    return told;
  });
  const sent: unknown[] = [];
  await page.route('**/approval', async (route) => {
    sent.push(route.request().postDataJSON());
    await route.fulfill({ json: { message: 'Plan approved', task_id: '' } });
  });
  await openTask(page, engine, await engine.build('A quiz about planets', { require_plan_approval: true }));
  const list = page.getByRole('list', { name: 'Acceptance checks of the plan' });
  await expect(list).toContainText('python3 roman.py 14');
  await expect(list).toContainText('self-reported');
  await expect(list).toContainText('“14 is XIV”');
  await picture('approval-checks');

  await list.getByRole('button', { name: 'Edit C1' }).press('Enter');
  const fields = list.getByRole('group', { name: 'C1' });
  await fields.getByLabel('Expected output').fill('XIV');
  await list.getByRole('button', { name: 'Remove C2' }).press('Enter');
  await page.getByRole('button', { name: 'Add a check' }).press('Enter');
  await expect(page.getByText('C4 has no command')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toBeDisabled();
  const added = list.getByRole('group', { name: 'C4' });
  await added.getByLabel('Command').fill('python3 roman.py');
  await added.getByLabel('Input').fill('2 3');
  await added.getByLabel('Any output').press('Space');
  await added.getByLabel('Exit code').fill('2');
  await page.evaluate(axe.source);
  const barriers = await page.evaluate(async () => {
    const scanner = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await scanner.run('.composer');
    return violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`);
  });
  expect(barriers).toEqual([]);
  await picture('approval-corrected');
  await page.getByRole('button', { name: 'Approve' }).press('Enter');
  const { check: _, ...first } = CHECKS[0]!;
  await expect.poll(() => sent).toEqual([
    {
      approved: true,
      checks: [
        { ...first, steps: [{ ...first.steps[0], output: 'XIV' }] },
        { ...CHECKS[2], steps: [{ ...CHECKS[2]!.steps[0], files: [] }] },
        {
          id: 'C4',
          quote: '',
          files: [],
          steps: [{ run: 'python3 roman.py', input: '2 3', output: null, exit_code: 2, files: [] }],
          self_reported: false,
        },
      ],
    },
  ]);
});

test('a plan that nobody corrected is approved as it is', async ({ page, engine }) => {
  await retold(page, (told) => {
    if (told.data.event_type === 'APPROVAL_REQUEST') {
      told.data.payload!.checks = CHECKS;
    }
    return told;
  });
  await openTask(page, engine, await engine.build('A quiz about planets', { require_plan_approval: true }));
  const asked = page.waitForRequest('**/approval');
  await page.getByRole('button', { name: 'Approve' }).click();
  expect((await asked).postDataJSON()).toEqual({ approved: true });
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
});

test('a check is shown as its commands, and one that failed with what came instead', async ({ page, engine, finished, picture }) => {
  const trace = await engine.get(`/api/tasks/${finished}/trace`);
  const [failing] = trace.executions as { event_id: number }[];
  (trace.checks as object[]).forEach((check, at) => Object.assign(check, at === 0 ? { status: 'failed', last_execution: failing!.event_id } : {}));
  await page.route('**/trace', (route) => route.fulfill({ json: trace }));
  const results: CheckResult[] = [
    {
      id: 'C1',
      passed: false,
      steps: [{ run: 'python3 roman.py 14', output: 'XVI', errors: 'a warning', exit_code: 0, problem: 'Standard output is XVI, not XIV' }],
    },
  ];
  await retold(page, (told) => {
    const { payload, event_type: type, event_id: id } = told.data;
    if (id === failing!.event_id) {
      payload!.execution!.results = results;
    }
    if (type === 'RESULT') {
      const checks = CHECKS.map((check) => ({ ...check, check: check.check ?? '', passed: check.id !== 'C1' }));
      Object.assign(payload!.final_result!, { checks } as unknown as Partial<FinalResult>);
    }
    return told;
  });
  await openTask(page, engine, finished, 'checks');
  const row = (at: number) => page.locator('.check-row').nth(at);
  await expect(row(0)).toContainText('$ python3 roman.py 14');
  await expect(row(0)).toContainText('“14 is XIV”');
  await expect(row(0).locator('.check-problem')).toContainText('Standard output is XVI, not XIV');
  await expect(row(0).locator('.check-problem')).toContainText('a warning');
  await expect(row(1)).toContainText('Fails, with a message');
  await expect(row(2).getByTitle(/same process as the program/)).toBeVisible();
  // A check of an earlier version is a sentence.
  await expect(row(3).locator('p').first()).not.toBeEmpty();
  await picture('checks-commands');
});

test('that a slow model reads, and then how much it has written, stands beside its step', async ({ page, engine, finished, picture }) => {
  let calling: Partial<TaskEvent> | null = null;
  let id = 0;
  await page.routeWebSocket(/\/ws\/tasks\//, (socket) => {
    const server = socket.connectToServer();
    server.onClose(() => undefined); // the task is over only for the server
    server.onMessage((text) => {
      const told = JSON.parse(String(text)) as Told;
      if (calling !== null) {
        return; // the rest of the run has not happened yet
      }
      if (told.data.payload?.status === 'calling') {
        calling = { ...told.data, timestamp: new Date().toISOString() };
        told.data = calling;
        id = calling.event_id!;
        setTimeout(() => {
          const { call = 1, attempt = 1, step, try: tryNumber } = calling!.payload!;
          const began = Date.now();
          for (const content of ['one two', ' three four']) {
            const payload = { message: content, content, call, attempt, step, try: tryNumber };
            const timestamp = new Date(began + (id - calling!.event_id!) * 1000).toISOString();
            socket.send(JSON.stringify({ type: 'event', data: { ...calling, event_id: ++id, event_type: 'MESSAGE_DELTA', timestamp, payload } }));
          }
        }, 2_500);
      }
      socket.send(JSON.stringify(told));
    });
  });
  await openTask(page, engine, finished);
  const live = page.locator('.step-call');
  await expect(live).toHaveText(/^reading the prompt \(about [\d,]+ tokens\), [1-9] s$/);
  await expect(live).toHaveText('4 words, 2 words a second');
  await expect(page.getByLabel('Draft', { exact: true })).toContainText('one two three four');
  await picture('slow-model');
});
