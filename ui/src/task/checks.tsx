import { CircleCheck, CircleDashed, CircleX } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import type { TaskView } from '../fold/view';
import { useLoaded } from '../parts/use';
import { address } from '../route';
import { clock } from '../text/words';
import { rest } from '../wire/rest';
import type { Task } from '../wire/types';
import { MANIFEST, manifestOf, stretches, verdicts, type Check, type Verdict } from './checks-of';

interface ChecksProps {
  task: Task | null;
  id: string;
  view: TaskView;
}

/** What the program must do: each check with the sentence it is from, its test, and what its last run said. */
export function Checks({ task, id, view }: ChecksProps) {
  const loaded = useLoaded(async () => {
    const files = (await rest.files(id)).files.map((file) => file.file_path);
    return files.includes(MANIFEST) ? manifestOf((await rest.content(id, MANIFEST)).content) : null;
  }, `${id} ${view.filesWritten} ${view.standing.status}`);
  const latest = view.executions.findLast((execution) => execution.outcome !== null);
  const said = useMemo(() => verdicts(latest), [latest]);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const manifest = loaded.value;
  if (!manifest || !task) {
    return <p class="empty quiet">{loaded.error ?? 'The checks are here when the plan is made and its tests are written.'}</p>;
  }
  return (
    <section class="checks" aria-label="Acceptance checks">
      <h2>The requirement</h2>
      <p class="requirement">
        {stretches(task.input_prompt, manifest.checks).map((stretch, at) =>
          stretch.checks.length === 0 ? (
            stretch.text
          ) : (
            <button
              key={at}
              type="button"
              class="sentence"
              aria-pressed={stretch.checks.some((check) => chosen.includes(check))}
              onClick={() => setChosen(stretch.checks)}
            >
              {stretch.text}
            </button>
          ),
        )}
      </p>
      <h2>What must be so</h2>
      <ul class="check-list">
        {manifest.checks.map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            verdict={said.get(check.id) ?? 'unknown'}
            chosen={chosen.includes(check.id)}
            choose={() => setChosen([check.id])}
          />
        ))}
      </ul>
      <p class="small quiet">
        Tested by{' '}
        <a href={address({ page: 'task', id, tab: 'files', path: manifest.testFile })}>{manifest.testFile}</a>
        {latest && (
          <>
            , last run at <a href={address({ page: 'task', id, tab: 'terminal', path: '' })}>{clock(latest.startedAt)}</a>
          </>
        )}
        .
      </p>
    </section>
  );
}

const ICONS = { passed: CircleCheck, failed: CircleX, unknown: CircleDashed };
const WORDS: Record<Verdict, string> = { passed: 'Passed', failed: 'Did not pass', unknown: 'Not tested yet' };

interface CheckRowProps {
  check: Check;
  verdict: Verdict;
  chosen: boolean;
  choose: () => void;
}

function CheckRow({ check, verdict, chosen, choose }: CheckRowProps) {
  const Icon = ICONS[verdict];
  return (
    <li class={`check-row ${verdict}${chosen ? ' chosen' : ''}`}>
      <Icon size={18} aria-label={WORDS[verdict]} />
      <span class="check-id">{check.id}</span>
      <div>
        <p>{check.check}</p>
        {check.sentence && (
          <button type="button" class="from" onClick={choose} aria-pressed={chosen}>
            “{check.sentence}”
          </button>
        )}
      </div>
    </li>
  );
}
