import type { Page } from '@playwright/test';
import type { ChangedFile, Changes } from 'mgx-client';
import type { Server } from './server';

const NONE = { status: 'modified', binary: false, additions: 0, deletions: 0, diff: '', old_content: null, new_content: null, note: null } as const;

const FILES: readonly ChangedFile[] = [
  {
    ...NONE,
    file_path: 'src/cart/total.js',
    additions: 2,
    deletions: 1,
    diff: '--- a/src/cart/total.js\n+++ b/src/cart/total.js\n@@ -1,3 +1,4 @@\n export function total(items) {\n-  return items.length;\n+  const prices = items.map(({ price }) => price);\n+  return prices.reduce((a, b) => a + b, 0);\n }\n',
  },
  {
    ...NONE,
    file_path: 'test/total.test.js',
    status: 'added',
    additions: 1,
    diff: "--- /dev/null\n+++ b/test/total.test.js\n@@ -0,0 +1 @@\n+test('adds prices', () => {});\n",
  },
  {
    ...NONE,
    file_path: 'src/old.js',
    status: 'deleted',
    deletions: 2,
    diff: '--- a/src/old.js\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-// nobody\n-// calls this\n',
  },
  { ...NONE, file_path: 'logo.png', binary: true, diff: null, note: 'It is no text' },
  { ...NONE, file_path: 'src/__init__.py', status: 'added' },
];

const CHANGES: Changes = {
  task_id: '',
  run: 1,
  commit: '0123456789abcdef0123456789abcdef01234567',
  files: [...FILES],
  additions: 3,
  deletions: 3,
  baseline: {
    command: 'npm test',
    before: { passed: ['adds items', 'removes items', 'counts items'], failed: ['adds prices'], skipped: [], flaky: ['asks the shop'] },
    after: { broken: [], missing: [], mended: ['adds prices'], added: ['adds prices of many'] },
  },
};

/** Has a finished task be one that changed an existing project; `but` is what is otherwise about it. */
export async function changed(page: Page, server: Server, id: string, but: Partial<Changes> = {}): Promise<void> {
  const task = await server.get(`/api/tasks/${id}`);
  await page.route(`**/api/tasks/${id}`, (route) =>
    route.fulfill({ json: { ...task, options: { ...(task.options as object), source: 'upload' } } }),
  );
  await page.route(`**/api/tasks/${id}/changes`, (route) => route.fulfill({ json: { ...CHANGES, task_id: id, ...but } }));
}

/** The tests of its project as they are by themselves, with these of them otherwise. */
export function tested(after: Partial<NonNullable<NonNullable<Changes['baseline']>['after']>> | null): Changes['baseline'] {
  const { baseline } = CHANGES;
  return baseline && { ...baseline, after: baseline.after && after && { ...baseline.after, ...after } };
}
