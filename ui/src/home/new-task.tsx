import { useState } from 'preact/hooks';
import { useComplain } from '../parts/toasts';
import { go } from '../route';
import { rest } from '../wire/rest';
import type { TaskOptions } from '../wire/types';

const EXAMPLES = [
  'A command line todo app with add, list and done',
  'A unit converter for lengths and temperatures',
  'A quiz about planets',
  'A landing page for a bakery',
  'An inventory of books with title, author and year',
];

/** The box for a requirement, with what else may be said about its run. */
export function NewTask() {
  const complain = useComplain();
  const [prompt, setPrompt] = useState('');
  const [options, setOptions] = useState<TaskOptions>({});
  const [busy, setBusy] = useState(false);

  async function build() {
    if (busy || prompt.trim() === '') {
      return;
    }
    setBusy(true);
    try {
      const task = await rest.create(prompt, options);
      await rest.run(task.id);
      go({ page: 'task', id: task.id, tab: 'timeline', path: '' });
    } catch (why) {
      complain((why as Error).message);
      setBusy(false);
    }
  }

  return (
    <form
      class="new-task"
      onSubmit={(event) => {
        event.preventDefault();
        void build();
      }}
    >
      <label for="requirement">What should be built?</label>
      <textarea
        id="requirement"
        class="field"
        rows={3}
        maxLength={65536}
        value={prompt}
        placeholder="A program, in your own words: what it does, what it keeps, what must not happen"
        onInput={(event) => setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void build();
          }
        }}
      />
      <div class="examples">
        {EXAMPLES.map((example) => (
          <button key={example} type="button" class="example" onClick={() => setPrompt(example)}>
            {example}
          </button>
        ))}
      </div>
      <div class="new-task-end">
        <Options options={options} change={setOptions} />
        <button type="submit" class="button primary" disabled={busy || prompt.trim() === ''}>
          {busy ? 'Starting…' : 'Build it'}
        </button>
      </div>
    </form>
  );
}

function Options({ options, change }: { options: TaskOptions; change: (options: TaskOptions) => void }) {
  const number = (text: string) => (text.trim() === '' ? null : Number(text));
  return (
    <details class="options">
      <summary>Options</summary>
      <div class="options-body">
        <label class="check">
          <input
            type="checkbox"
            checked={options.require_plan_approval === true}
            onChange={(event) => change({ ...options, require_plan_approval: event.currentTarget.checked || null })}
          />
          Ask me before the plan is built
        </label>
        <label>
          <span class="label">Model</span>
          <input
            class="field"
            maxLength={200}
            placeholder="the server's"
            value={options.model ?? ''}
            onInput={(event) => change({ ...options, model: event.currentTarget.value.trim() || null })}
          />
        </label>
        <label>
          <span class="label">At most, seconds</span>
          <input
            class="field"
            type="number"
            min={1}
            placeholder="600"
            onInput={(event) => change({ ...options, max_duration_seconds: number(event.currentTarget.value) })}
          />
        </label>
        <label>
          <span class="label">At most, dollars</span>
          <input
            class="field"
            type="number"
            min={0}
            step="0.01"
            placeholder="no limit"
            onInput={(event) => change({ ...options, max_cost_usd: number(event.currentTarget.value) })}
          />
        </label>
        <label>
          <span class="label">At most, tokens</span>
          <input
            class="field"
            type="number"
            min={1}
            placeholder="no limit"
            onInput={(event) => change({ ...options, max_tokens: number(event.currentTarget.value) })}
          />
        </label>
      </div>
    </details>
  );
}
