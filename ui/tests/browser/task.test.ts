import type { Event as TaskEvent, WaitingFor } from 'mgx-client';
import { expect, openTask, readThrough, status, test } from '../fixture';

test('a requirement is given, its task is watched to its end', async ({ page, engine, picture }) => {
  await page.goto(engine.url);
  await expect(page.getByText('Simulated:')).toBeVisible();
  const build = page.getByRole('button', { name: 'Build', exact: true });
  await expect(build).toBeDisabled();
  await page.getByRole('button', { name: 'A landing page for a bakery' }).click();
  await expect(page.getByLabel('What do you want to build?')).toHaveValue('A landing page for a bakery');
  await picture('home');
  await page.getByText('Options').click();
  await page.getByLabel('Ask me to approve the plan').check(); // so that the team waits for whoever watches it
  await page.getByLabel('Packages (npm, PyPI, Maven)').selectOption('Standard library only');
  await build.click();

  await expect(page).toHaveURL(/#\/tasks\/.+/);
  const task = await page.request.get(`${engine.url}/api/tasks/${page.url().split('/').pop()}`);
  expect((await task.json()).options).toMatchObject({ require_plan_approval: true, package_approval: 'off' });
  const timeline = page.getByRole('feed', { name: 'Timeline' });
  await expect(timeline).toContainText('Approve the plan');
  await expect(status(page)).toHaveText('Running');
  await picture('running');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
  await expect(timeline).toContainText('Task completed');
  await picture('succeeded');
  expect((await readThrough(timeline)).join('\n')).toContain('Product manager');

  await page.getByRole('link', { name: 'Preview', exact: true }).click();
  await page.getByRole('button', { name: 'Show preview' }).click();
  const made = page.frameLocator('iframe[title^="Preview of"]');
  await expect(made.locator('h1').first()).toBeVisible();
  await picture('preview');
});

test('a running task is stopped, and run again', async ({ page, scripted, picture }) => {
  await openTask(page, scripted, await scripted.build('talk'));
  await page.locator('.task-actions').getByRole('button', { name: 'Stop' }).click();
  await expect(status(page)).toHaveText('Cancelled');
  await picture('stopped');

  await page.locator('.task-actions').getByRole('button', { name: 'Run again' }).click();

  await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click();
  await expect(status(page)).toHaveText('Running');
  await expect(page.locator('.task-facts')).toContainText('Run 2');
  await page.locator('.task-actions').getByRole('button', { name: 'Stop' }).click();
  await expect(status(page)).toHaveText('Cancelled');
});

test('the plan waits for a person, who requests changes and then approves it', async ({ page, engine, picture }) => {
  const id = await engine.build('A quiz about planets', { require_plan_approval: true });
  await openTask(page, engine, id);
  await expect(page.getByText('Approve this plan?')).toBeVisible();
  await expect(page.locator('.note.approval .diagram img')).toBeVisible();
  await picture('approval');
  const comment = page.getByLabel('Requested changes');
  await expect(page.getByRole('button', { name: 'Request changes' })).toBeDisabled();
  await comment.fill('Only inner planets');
  await page.getByRole('button', { name: 'Request changes' }).click();

  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Approve this plan?')).toBeHidden();
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
  expect((await readThrough(page.getByRole('feed', { name: 'Timeline' }))).join('\n')).toContain('Only inner planets');
});

test('a tab that nobody looks at says in its title how the task ends', async ({ page, engine }) => {
  const id = await engine.build('A quiz about planets', { require_plan_approval: true });
  await openTask(page, engine, id);
  await expect(page.getByText('Approve this plan?')).toBeVisible();
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0; // it paints no frames
  });
  await engine.post(`/api/tasks/${id}/approval`, { approved: true });
  await expect(page).toHaveTitle('Succeeded: A quiz about planets', { timeout: 40_000 });
});

test('a message to a finished task has the team go on from there', async ({ page, engine, picture }) => {
  const id = await engine.build('A landing page for a library');
  await openTask(page, engine, id);
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
  const box = page.getByLabel('Message to the team');
  await box.fill('Add opening hours');
  await box.press('Enter');
  await expect(page.locator('.task-facts')).toContainText('Run 2');
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
  expect((await readThrough(page.getByRole('feed', { name: 'Timeline' }))).join('\n')).toContain('Add opening hours');
  await expect(box).toHaveValue('');
  await picture('message');
});

test('a task that does not exist says so', async ({ page, engine, picture }) => {
  await openTask(page, engine, 'nobody');
  await expect(page.getByRole('heading')).toHaveText('Task nobody not found');
  await picture('gone');
});

test('a plan that is made again while nobody looks is asked about again', async ({ page, engine }) => {
  const id = await engine.build('A quiz about planets', { require_plan_approval: true });
  const asks = async () => {
    const { events } = (await engine.get(`/api/tasks/${id}/events?limit=1000`)) as unknown as { events: TaskEvent[] };
    return events.filter(({ payload }) => (payload.waiting_for as WaitingFor | null | undefined)?.what === 'approval').length;
  };
  await openTask(page, engine, id);
  await page.getByLabel('Requested changes').fill('Only inner planets');
  // A tab that nobody looks at paints no frames.
  await page.evaluate(() => {
    const { requestAnimationFrame } = window;
    const held: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (run) => held.push(run);
    addEventListener('seen', () => {
      window.requestAnimationFrame = requestAnimationFrame;
      held.forEach((run) => requestAnimationFrame(run));
    });
  });
  await page.getByRole('button', { name: 'Request changes' }).click();
  await expect.poll(asks).toBe(2);
  await page.evaluate(() => dispatchEvent(new Event('seen')));
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
});
