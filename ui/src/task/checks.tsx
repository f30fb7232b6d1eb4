import { CircleCheck, CircleDashed, CircleX } from 'lucide-preact';
import type { AcceptanceCheck, CheckResult, FinalCheck, Trace, TracedCheck } from 'mgx-client';
import { useEffect, useRef } from 'preact/hooks';
import type { Execution, TaskView } from '../fold/view';
import { useDelayed, useLoaded } from '../parts/use';
import { address, checksAddress, type Place } from '../route';
import { roleName } from '../text/words';
import { rest } from '../server';
import { CheckSteps, SelfReported } from './check-steps';
import { stretches } from './stretches';
import { TracedFiles } from './traced-files';

type TaskPlace = Extract<Place, { page: 'task' }>;

/** Debounce, so that events arriving together cause one request. */
const SETTLES_MS = 300;

/** From the requirement to checks, tests, their last execution and files, and back. The address names what is chosen. */
export function Checks({ place, view }: { place: TaskPlace; view: TaskView }) {
  const key = `${place.id} ${useDelayed(progress(view), SETTLES_MS)}`;
  const { value: trace, error } = useLoaded(() => rest.trace(place.id), key);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' });
  }, [place.path, trace === null]);
  if (error !== null) {
    return <p class="banner bad">{error}</p>;
  }
  if (trace === null || trace.checks.length === 0) {
    return <p class="empty quiet">{trace && 'No acceptance criteria yet. The team writes them with the plan.'}</p>;
  }
  const chosen = place.path.split('/');
  const { uncovered = [], checks = [] } = view.standing.finalResult ?? {};
  return (
    <section class="checks" aria-label="Acceptance criteria">
      <Uncovered sentences={uncovered} />
      <h2>Requirement</h2>
      <Requirement trace={trace} place={place} chosen={chosen} />
      <h2>Acceptance criteria</h2>
      <ul class="check-list" ref={list}>
        {trace.checks.map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            result={checks.find(({ id }) => id === check.id) ?? null}
            planned={view.planChecks.find(({ id }) => id === check.id) ?? null}
            came={cameOf(check, view.executions)}
            place={place}
            chosen={chosen.includes(check.id)}
          />
        ))}
      </ul>
      <TracedFiles files={trace.files} place={place} chosen={chosen} />
    </section>
  );
}

/** What the requirement asks for and no check covers. */
export function Uncovered({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) {
    return null;
  }
  return (
    <div class="banner" role="note" aria-label="Not covered by any check">
      <b>Not covered by any check:</b>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** What came of a check that failed, in the execution that says so. */
function cameOf({ id, status, last_execution: last }: TracedCheck, executions: readonly Execution[]): CheckResult | null {
  const outcome = status === 'failed' ? executions.find((each) => each.outcome?.eventId === last)?.outcome : null;
  return outcome?.results.find((result) => result.id === id) ?? null;
}

/** Changes whenever a step, an execution or the run begins or ends: then the trace may have. */
function progress({ standing, entries, executions, filesWritten }: TaskView): string {
  const steps = entries.filter((entry) => entry.kind === 'step' && entry.phase !== 'working').length;
  const ended = executions.filter((execution) => execution.outcome !== null).length;
  return [standing.run, standing.status, steps, ended, filesWritten].join(' ');
}

function Requirement({ trace, place, chosen }: { trace: Trace; place: TaskPlace; chosen: readonly string[] }) {
  return (
    <p class="requirement">
      {stretches(trace.requirement, trace.checks).map(({ text, checks }, at) =>
        checks.length === 0 ? (
          text
        ) : (
          <a
            key={at}
            class="sentence"
            href={checksAddress(place, checks)}
            aria-current={checks.some((check) => chosen.includes(check)) ? 'true' : undefined}
          >
            {text}
          </a>
        ),
      )}
    </p>
  );
}

const ICONS = { passed: CircleCheck, failed: CircleX, not_run: CircleDashed };
const WORDS = { passed: 'Passed', failed: 'Failed', not_run: 'Not run' };

/** Why a check without commands to show failed. */
function CheckProblem({ result }: { result: CheckResult }) {
  const problems = result.steps.flatMap(({ problem }) => problem ?? []);
  return <div class="check-problem">{problems.map((problem) => <p key={problem}>{problem}</p>)}</div>;
}

interface CheckRowProps {
  check: TracedCheck;
  /** The check in the run's result; null while there is none. */
  result: FinalCheck | null;
  /** The check in the plan that waited for approval, if one did. */
  planned: AcceptanceCheck | null;
  came: CheckResult | null;
  place: TaskPlace;
  chosen: boolean;
}

function CheckRow({ check, result, planned, came, place, chosen }: CheckRowProps) {
  const { id, status, test_file: testFile, last_execution: last } = check;
  const Icon = ICONS[status];
  const changed = result?.changed ?? null;
  const { files, steps = [], self_reported: selfReported } = result?.steps ? result : (planned ?? {});
  return (
    <li class={`check-row ${status}${chosen ? ' chosen' : ''}`}>
      <Icon size={18} aria-hidden />
      <a class="check-id" href={checksAddress(place, [id])} aria-current={chosen ? 'true' : undefined}>
        {id}
      </a>
      <div>
        {steps.length > 0 && !selfReported ? (
          <CheckSteps files={files ?? []} steps={steps} result={came} />
        ) : (
          <>
            <p>{check.check}</p>
            {came && <CheckProblem result={came} />}
          </>
        )}
        <p class="small quiet">
          <a class="from" href={checksAddress(place, [id])}>
            “{result?.quote || planned?.quote || check.sentence}”
          </a>
        </p>
        {changed && (
          <p class="small changed">
            Changed by {changed.by.toLowerCase() === 'person' ? 'a person' : `the ${roleName(changed.by)}`} after it failed:{' '}
            {changed.reason}
          </p>
        )}
        <p class="small quiet check-facts">
          <b class="check-status">{WORDS[status]}</b>
          {selfReported && <SelfReported />}
          {last !== null && <a href={address({ ...place, tab: 'terminal', path: String(last) })}>Latest test run<span class="sr-only"> of {id}</span></a>}
          {testFile && <a href={address({ ...place, tab: 'files', path: testFile })}>{testFile}</a>}
        </p>
      </div>
    </li>
  );
}
