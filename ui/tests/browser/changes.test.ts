import { changed, tested } from '../changes';
import { expect, openTask, test } from '../fixture';

test('what was changed in a project is shown by file, with both sides where there is room', async ({ page, engine, finished, picture }) => {
  await changed(page, engine, finished);
  await page.setViewportSize({ width: 1400, height: 900 });
  await openTask(page, engine, finished);
  await page.getByRole('link', { name: 'See the changes' }).click();
  const changes = page.getByRole('region', { name: 'Changes' });
  await expect(changes.getByRole('heading', { level: 2 })).toHaveText('5 files changed +3 −3');
  await expect(changes).toContainText('against commit 0123456789ab');
  const file = (name: string) => changes.locator('details.change', { hasText: name });
  await expect(file('src/cart/total.js').locator('summary')).toHaveText('src/cart/total.js +2 −1');
  const sides = file('src/cart/total.js').locator('.diff.sides tr').nth(2).locator('td.text');
  await expect(sides).toHaveText(['  return items.length;', '  const prices = items.map(({ price }) => price);']);
  await expect(file('total.test.js').locator('summary')).toContainText('Added +1');
  await expect(file('src/old.js')).toContainText('Lines 1 to 2');
  await expect(file('src/old.js').locator('summary')).toContainText('Deleted −2');
  await expect(file('logo.png')).toContainText('Binary');
  await expect(file('logo.png')).toContainText('It is no text');
  await expect(file('__init__.py')).toContainText('The file is empty.');
  await picture('project-changes', page.locator('.panel'));

  await page.setViewportSize({ width: 700, height: 900 });
  await expect(file('src/cart/total.js').locator('.diff')).not.toHaveClass(/sides/);
  await expect(file('src/cart/total.js').locator('tr.removed')).toContainText('return items.length;');
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('a changed file is reached by its name and folded with the keyboard alone', async ({ page, engine, finished }) => {
  await changed(page, engine, finished);
  await openTask(page, engine, finished, 'changes');
  const names = page.getByRole('navigation', { name: 'Changed files' });
  await names.getByRole('link', { name: 'src/old.js' }).focus();
  await page.keyboard.press('Enter');
  const file = page.locator('details.change', { hasText: 'src/old.js' });
  await expect(file.locator('summary')).toBeFocused();
  await expect(names.locator('[aria-current]')).toHaveText('src/old.js');
  await page.keyboard.press('Enter');
  await expect(file.locator('.diff')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(file.locator('.diff')).toBeVisible();
});

test('how the tests of the project stood and stand is told first, and green only where nothing was lost', async ({ page, engine, finished }) => {
  const verdict = page.getByRole('region', { name: 'Tests of the project' }).locator('.verdict');
  const tests = page.getByRole('region', { name: 'Tests of the project' });
  await changed(page, engine, finished);
  await openTask(page, engine, finished, 'changes');
  await expect(verdict).toHaveText('What passed before the change still passes: 3 tests');
  await expect(verdict).toHaveClass(/good/);
  await expect(tests).toContainText('Before: 3 passed, 1 failed, 1 flaky · Now: 1 mended, 1 new · npm test');
  await tests.getByText('Failed, and pass now').click();
  await expect(tests.getByText('adds prices', { exact: true }).first()).toBeVisible();

  await changed(page, engine, finished, { baseline: tested({ broken: ['adds items', 'removes items'], missing: ['counts items'] }) });
  await page.reload();
  await expect(verdict).toHaveText('2 tests that passed fail now; 1 test that passed is gone');
  await expect(verdict).toHaveClass(/bad/);
  await expect(tests.getByText('counts items')).toBeVisible();

  await changed(page, engine, finished, { baseline: tested(null) });
  await page.reload();
  await expect(verdict).toHaveText("The project's tests were not run after the change");
  await expect(verdict).toHaveClass(/warn/);

  await changed(page, engine, finished, { baseline: null });
  await page.reload();
  await expect(page.getByText('No tests of the project were run before it was changed.')).toBeVisible();
});

test('a task that began with nothing has no such view', async ({ page, engine, finished }) => {
  await openTask(page, engine, finished);
  await expect(page.getByRole('link', { name: 'Files', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: /changes/i })).toHaveCount(0);
});

const ZIP = { name: 'shop.zip', mimeType: 'application/zip', buffer: Buffer.from('PK shop') };

test('a project is sent as a zip before its task is started, and where it is refused no task is left', async ({ page, engine, finished }) => {
  const task = await engine.get(`/api/tasks/${finished}`);
  const asked: string[] = [];
  let refused = true;
  await page.route('**/api/tasks', (route) => {
    if (route.request().method() !== 'POST') {
      return route.fallback();
    }
    asked.push(`made ${route.request().postData()}`);
    return route.fulfill({ status: 201, json: task });
  });
  await page.route(`**/api/tasks/${finished}/source`, (route) => {
    const sent = route.request();
    asked.push(`${sent.method()} ${sent.headers()['content-type']} ${sent.postData()}`);
    const detail = 'The zip has no files';
    return refused
      ? route.fulfill({ status: 422, json: { type: '/problems/invalid-fields', title: '', status: 422, detail } })
      : route.fulfill({ status: 204 });
  });
  await page.route(`**/api/tasks/${finished}/run`, (route) => {
    asked.push('started');
    return route.fulfill({ status: 202, json: { message: '', task_id: finished, status: 'accepted' } });
  });
  await page.route(`**/api/tasks/${finished}`, (route) => {
    if (route.request().method() !== 'DELETE') {
      return route.fallback();
    }
    asked.push('deleted');
    return route.fulfill({ status: 204 });
  });
  await page.goto(engine.url);
  await page.getByLabel('What do you want to build?').fill('Mend the total');
  await page.getByText('Options').click();
  await page.getByLabel('Existing project to change (zip)').setInputFiles(ZIP);
  await page.getByLabel('Command that tests it').fill('npm test');
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  await expect(page.locator('.toast')).toContainText('The zip has no files');
  const made = 'made {"input_prompt":"Mend the total","options":{"source":"upload","test_command":"npm test"}}';
  expect(asked).toEqual([made, 'PUT application/zip PK shop', 'deleted']);

  refused = false;
  asked.length = 0;
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`#/tasks/${finished}$`));
  expect(asked).toEqual([made, 'PUT application/zip PK shop', 'started']);
});
