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
  await page.getByLabel('Search tasks').fill('of%it');
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
