import type { NewRun, TaskOptions, Usage } from 'mgx-client';
import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog';
import { Limits } from '../parts/limits';
import { useLoaded } from '../parts/use';
import { count, money } from '../text/words';
import { rest } from '../server';

interface RunDialogProps {
  id: string;
  /** Whether the finished steps are kept. */
  resume: boolean;
  usage: Usage;
  simulated: boolean;
  start: (wish: NewRun) => void;
  close: () => void;
}

/** Asks before a run that costs money: what was used so far, which files it begins with, and its limits. */
export function RunDialog({ id, resume, usage, simulated, start, close }: RunDialogProps) {
  const [fromLatest, setFromLatest] = useState(true);
  const [options, setOptions] = useState<TaskOptions>({});
  const before = useLoaded(() => rest.find(id), id).value?.options ?? {};
  const files = useLoaded(() => rest.files(id), id).value;
  const any = (files?.total ?? 0) > 0;
  const wish: NewRun = { options, ...(resume ? { resume } : any && fromLatest ? { from: 'latest' } : {}) };
  return (
    <Dialog title={resume ? 'Resume this task?' : 'Run this task again?'} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start(wish);
        }}
      >
        <p>
          {simulated
            ? 'The simulated model answers, which costs nothing.'
            : `So far this task has cost ${money(usage.cost_usd)} (${count(usage.input_tokens + usage.output_tokens)} tokens), which counts towards its budget and tokens. Another run is paid for, too.`}
        </p>
        {resume && <p>It goes on after the last finished step, which is not paid for again.</p>}
        {!resume && any && (
          <fieldset class="choices">
            <legend>Begin with</legend>
            <label class="check">
              <input type="radio" name="from" checked={fromLatest} onChange={() => setFromLatest(true)} />
              the latest files, with your edits
            </label>
            <label class="check">
              <input type="radio" name="from" checked={!fromLatest} onChange={() => setFromLatest(false)} />
              nothing: every file is written anew
            </label>
            <p class="small quiet">What is there now is kept as an earlier version of each file.</p>
          </fieldset>
        )}
        <div class="options-body">
          <Limits options={options} before={before} change={setOptions} />
        </div>
        <div class="row-end">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={files === null}>
            {resume ? 'Resume' : 'Run again'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
