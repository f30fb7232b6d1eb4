import type { TaskOptions } from 'mgx-client';
import { useState } from 'preact/hooks';
import { Limits } from '../parts/limits';
import { useStored } from '../parts/stored';
import { useComplain } from '../parts/toasts';
import { go } from '../route';
import { rest } from '../server';

const EXAMPLES = [
  'A command line todo app with add, list and done',
  'A unit converter for lengths and temperatures',
  'A quiz about planets',
  'A landing page for a bakery',
  'An inventory of books with title, author and year',
];

/** The form for a new task: the requirement and the options of its run. */
export function NewTask() {
  const complain = useComplain();
  const [prompt, setPrompt] = useStored('draft', '');
  const [options, setOptions] = useStored<TaskOptions>('draft options', {});
  const [busy, setBusy] = useState(false);

  async function build() {
    if (busy || prompt.trim() === '') {
      return;
    }
    setBusy(true);
    try {
      const task = await rest.create({ input_prompt: prompt, options, run: true });
      setPrompt('');
      setOptions({});
      go({ page: 'task', id: task.id, tab: null, path: '' });
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
      <label for="requirement">What do you want to build?</label>
      <textarea
        id="requirement"
        class="field"
        rows={3}
        maxLength={65536}
        value={prompt}
        placeholder="Describe the program: what it does, what it stores, what must never happen"
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
          {busy ? 'Starting…' : 'Build'}
        </button>
      </div>
    </form>
  );
}

type TeamChoice = Exclude<TaskOptions['team'], undefined>;
type PackageApproval = Exclude<TaskOptions['package_approval'], undefined>;

function Options({ options, change }: { options: TaskOptions; change: (options: TaskOptions) => void }) {
  const [given] = useState(() => Object.values(options).some((value) => value !== null)); // not to be overlooked
  return (
    <details class="options" open={given}>
      <summary>Options</summary>
      <div class="options-body">
        <label class="check">
          <input
            type="checkbox"
            checked={options.require_plan_approval === true}
            onChange={(event) => change({ ...options, require_plan_approval: event.currentTarget.checked || null })}
          />
          Ask me to approve the plan
        </label>
        <label>
          <span class="label">Packages (npm, PyPI, Maven)</span>
          <select
            class="field"
            value={options.package_approval ?? ''}
            onChange={(event) => change({ ...options, package_approval: (event.currentTarget.value || null) as PackageApproval })}
          >
            <option value="">The team chooses</option>
            <option value="ask">Ask me first</option>
            <option value="off">Standard library only</option>
          </select>
        </label>
        <label>
          <span class="label">Team</span>
          <select
            class="field"
            value={options.team ?? ''}
            onChange={(event) => change({ ...options, team: (event.currentTarget.value || null) as TeamChoice })}
          >
            <option value="">Server default</option>
            <option value="solo">One engineer who tries and mends</option>
            <option value="full">Architect, engineers, debugger</option>
          </select>
        </label>
        <Limits options={options} before={{}} change={change} />
      </div>
    </details>
  );
}
