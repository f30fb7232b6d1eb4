import { expect, test } from '../fixture';

test('tasks are found by their words and their status, and the list lives', async ({ page, engine, finished, picture }) => {
  const made = await Promise.all(
    Array.from({ length: 25 }, (_, at) => engine.post('/api/tasks', { input_prompt: `Filler number ${at} with 100% of_it` })),
  );
  expect(finished).not.toBe('');
  await page.goto(engine.url);
  const rows = page.locator('.task-row');
  await expect(rows).toHaveCount(20);
  await page.getByRole('button', { name: 'Older' }).click();
  await expect(page.getByText('Page 2 of')).toBeVisible();
  await picture('list');

  await page.getByLabel('Search tasks').fill('TODO APP');
  await expect(rows.filter({ hasText: 'todo app' })).toHaveCount(1);
  await page.getByLabel('Search tasks').fill('number 7 with 100%');
  await expect(rows).toHaveCount(1);
  await page.getByLabel('Search tasks').fill('of$it');
  await expect(rows).toHaveCount(0);
  await page.getByLabel('Search tasks').fill('');
  await page.getByLabel('Filter by status').selectOption('Pending');
  await expect(page.getByRole('status').filter({ hasText: '25 tasks' })).toBeVisible();

  const first = made[0] as { id: string };
  await fetch(`${engine.url}/api/tasks/${first.id}`, { method: 'DELETE' });
  await expect(page.getByRole('status').filter({ hasText: '24 tasks' })).toBeVisible();
  await Promise.all(made.slice(1).map(({ id }) => fetch(`${engine.url}/api/tasks/${id}`, { method: 'DELETE' })));
  await expect(rows).toHaveCount(0);
});

test('the list comes with the states of its tasks in one request', async ({ page, engine }) => {
  const task = { title: null, created_at: new Date().toISOString(), updated_at: new Date().toISOString(), result_summary: null, options: {} };
  const state = {
    progress: 0.5,
    current_agent: 'QaEngineer',
    waiting_for: { what: 'approval', since: task.created_at, until: null },
    usage: { input_tokens: 1, output_tokens: 1, cost_usd: 0.25, llm_calls: 1 },
    simulated: true,
    final_result: null,
  };
  const items = [
    { ...task, id: 'a', input_prompt: 'A quiz', status: 'RUNNING', queue_position: null, state },
    { ...task, id: 'b', input_prompt: 'A todo app', status: 'PENDING', queue_position: 3 },
  ];
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.route(/\/api\/tasks\?/, (route) => route.fulfill({ json: { items, total: 2, page: 1, page_size: 20, total_pages: 1 } }));
  const [list] = await Promise.all([page.waitForRequest(/\/api\/tasks\?/), page.goto(engine.url)]);
  expect(new URL(list.url()).searchParams.get('with')).toBe('state');
  const row = page.locator('.task-row');
  for (const fact of ['QA engineer', 'Needs your approval', '$0.25', 'Simulated']) {
    await expect(row.first()).toContainText(fact);
  }
  await expect(row.last()).toContainText('3rd in the queue');
  expect(asked.filter((path) => path.endsWith('/state'))).toEqual([]);
});
