import type { ListedTask, TaskOptions } from 'mgx-client';
import type { ComponentChildren } from 'preact';
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
  const [project, setProject] = useState<File | null>(null);
  const [tested, setTested] = useState('');
  const [busy, setBusy] = useState(false);

  async function build() {
    if (busy || prompt.trim() === '') {
      return;
    }
    setBusy(true);
    try {
      const task = project
        ? await changing(project, tested.trim() || null, prompt, options)
        : await rest.create({ input_prompt: prompt, options, run: true });
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
        <Options options={options} change={setOptions}>
          <Project chosen={project !== null} choose={setProject} tested={tested} setTested={setTested} />
        </Options>
        <button type="submit" class="button primary" disabled={busy || prompt.trim() === ''}>
          {busy ? 'Starting…' : 'Build'}
        </button>
      </div>
    </form>
  );
}

/** Makes and starts a task that changes an existing project. Where that is refused, none is left behind. */
async function changing(project: File, test_command: string | null, input_prompt: string, given: TaskOptions): Promise<ListedTask> {
  const options: TaskOptions & { source: string; test_command: string | null } = { ...given, source: 'upload', test_command };
  const task = await rest.create({ input_prompt, options });
  try {
    await rest.upload(task.id, project);
    await rest.run(task.id);
  } catch (why) {
    await rest.remove(task.id).catch(() => undefined); // why it failed is what matters
    throw why;
  }
  return task;
}

interface ProjectProps {
  chosen: boolean;
  choose: (project: File | null) => void;
  tested: string;
  setTested: (command: string) => void;
}

function Project({ chosen, choose, tested, setTested }: ProjectProps) {
  return (
    <>
      <label>
        <span class="label">Existing project to change (zip)</span>
        <input
          class="field"
          type="file"
          accept=".zip,application/zip"
          onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      {chosen && (
        <label>
          <span class="label">Command that tests it</span>
          <input
            class="field"
            maxLength={1000}
            placeholder="Found out by itself"
            value={tested}
            onInput={(event) => setTested(event.currentTarget.value)}
          />
        </label>
      )}
    </>
  );
}

type TeamChoice = Exclude<TaskOptions['team'], undefined>;
type PackageApproval = Exclude<TaskOptions['package_approval'], undefined>;

interface OptionsProps {
  options: TaskOptions;
  change: (options: TaskOptions) => void;
  children: ComponentChildren;
}

function Options({ options, change, children }: OptionsProps) {
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
        {children}
      </div>
    </details>
  );
}
