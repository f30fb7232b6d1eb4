import { expect, openTask, test } from '../fixture';

for (const tab of ['timeline', 'files', 'files/README.md', 'files/logo.svg', 'terminal', 'checks', 'preview']) {
  test(`hostile texts do nothing: ${tab}`, async ({ page, scripted, picture }) => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.addInitScript(() => {
      const refused: string[] = [];
      (window as unknown as { refused: string[] }).refused = refused;
      document.addEventListener('securitypolicyviolation', (event) => refused.push(event.violatedDirective));
    });
    const id = await scripted.build('hostile <script>window.harmed=1</script>');
    await openTask(page, scripted, id, tab);
    await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task completed');
    await page.getByRole('feed', { name: 'Timeline' }).getByRole('button', { expanded: false }).first().click();
    if (tab.endsWith('README.md')) {
      await expect(page.locator('.file-view .markdown')).toContainText('Hostile');
      await expect(page.locator('.file-view .diagram img')).toBeVisible();
    } else if (tab === 'files') {
      await page.getByRole('link', { name: /onerror=window/ }).click();
      await expect(page.locator('.file-view .markdown')).toContainText('Hostile');
    } else if (tab === 'terminal') {
      const output = page.getByRole('log', { name: 'Output' });
      await expect(output).toContainText('red');
      expect(await output.innerText()).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u202e]/);
    } else if (tab === 'preview') {
      await page.getByRole('button', { name: 'Show preview' }).click();
      const frame = page.frameLocator('iframe[title^="Preview of"]');
      await expect(frame.locator('#said')).toHaveText('alone ');
      await expect(frame.locator('h1')).toHaveText('Made page');
    }
    await picture(`hostile-${tab.replaceAll('/', '-')}`);

    expect(await page.evaluate(() => (window as unknown as { refused: string[] }).refused)).toEqual([]);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
    await expect(page).toHaveTitle('Succeeded: hostile <script>window.harmed=1</script>');
    expect(await page.locator('a[href^="javascript:"], a[href^="data:"], [onerror], [onload], [onclick]').count()).toBe(0);
    expect(requests.filter((url) => !url.startsWith(scripted.url) && !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual([]);
  });
}
