import { CircleAlert, CircleCheck, CircleX, Download, FileDiff, MessageSquare, MonitorPlay, type LucideIcon } from 'lucide-preact';
import type { FinalResult, Status } from 'mgx-client';
import type { TaskView } from '../fold/view';
import { address, go, type Place } from '../route';
import { plural } from '../text/words';
import { rest } from '../server';
import { Uncovered } from './checks';
import { HowToRun } from './how-to-run';
import type { Now } from './now';

type TaskPlace = Extract<Place, { page: 'task' }>;

interface OutcomeProps {
  place: TaskPlace;
  view: TaskView;
  current: Now;
  /** Whether it changes an existing project. */
  sourced: boolean;
}

/** What a task came to: whether it works, how to open it, what was written, and what can be done next. */
export function Outcome({ place, view, current, sourced }: OutcomeProps) {
  const { status, over, finalResult: result, run } = current;
  if (!over || status === null) {
    return <p class="empty quiet">{status === null ? '' : 'The team is at work; what it makes is told here when it is done.'}</p>;
  }
  const files = (result?.files ?? []).filter((path) => path !== 'mgx.json');
  const page = files.some((path) => /\.html?$/i.test(path));
  const changed = run > 1 || sourced ? written(view).filter((path) => files.includes(path)) : files;
  return (
    <section class="outcome-page" aria-label="Result">
      <Uncovered sentences={result?.uncovered ?? []} />
      <Verdict status={status} result={result} />
      {files.length > 0 && (
        <>
          <p class="actions">
            {sourced && (
              <a class="button primary" href={address({ ...place, tab: 'changes', path: '' })}>
                <FileDiff size={16} aria-hidden /> See the changes
              </a>
            )}
            {page && (
              <a class="button primary" href={address({ ...place, tab: 'preview', path: '' })}>
                <MonitorPlay size={16} aria-hidden /> Open the preview
              </a>
            )}
            <a class="button" href={rest.downloadAddress(place.id)}>
              <Download size={16} aria-hidden /> Download {plural(files.length, 'file')}
            </a>
          </p>
          {result?.how_to_run && <HowToRun lines={result.how_to_run} />}
        </>
      )}
      {changed.length > 0 && (
        <>
          <h2>{run > 1 ? `Changed in run ${run}` : sourced ? 'Changed' : 'Files'}</h2>
          <ul class="made">
            {changed.map((path) => (
              <li key={path}>
                <a href={address({ ...place, tab: 'files', path })}>{path}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Next</h2>
      <p>{NEXT[status]}</p>
      {status === 'SUCCEEDED' && (
        <p class="actions">
          <button type="button" class="button" onClick={() => describe(place)}>
            <MessageSquare size={16} aria-hidden /> Describe a change
          </button>
        </p>
      )}
    </section>
  );
}

const NEXT: Partial<Record<Status, string>> = {
  SUCCEEDED: 'Say what should change, edit a file, or restore one of its versions. Each is checked again.',
  FAILED: 'Resume goes on after the last finished step, with other limits or another model if you like.',
  CANCELLED: 'Resume goes on after the last finished step.',
};

/** To the box in which a change is described, wherever it is. */
function describe(place: TaskPlace): void {
  go({ ...place, tab: 'timeline', path: '' });
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('say')?.focus()));
}

/** The files that the latest run has written. */
function written({ entries, standing }: TaskView): string[] {
  const paths = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'step' && entry.run === standing.run) {
      for (const { filePath, visual } of entry.notes) {
        if (filePath !== null && (visual === 'CODE' || visual === 'DIFF')) {
          paths.add(filePath);
        }
      }
    }
  }
  return [...paths];
}

interface Judgement {
  readonly icon: LucideIcon;
  readonly tone: 'good' | 'warn' | 'bad' | 'quiet';
  readonly sentence: string;
}

function Verdict({ status, result }: { status: Status; result: FinalResult | null }) {
  const { icon: Icon, tone, sentence } = judged(status, result);
  return (
    <p class={`verdict ${tone}`}>
      <Icon size={22} aria-hidden />
      <span>{sentence}</span>
    </p>
  );
}

function judged(status: Status, result: FinalResult | null): Judgement {
  const checks = result?.checks ?? [];
  const passed = checks.filter((check) => check.passed).length;
  if (status === 'SUCCEEDED' && result?.verified && (result.uncovered ?? []).length > 0) {
    return { icon: CircleAlert, tone: 'warn', sentence: `${plural(passed, 'acceptance check')} passed; what stands above has none` };
  }
  if (status === 'SUCCEEDED' && result?.verified) {
    return { icon: CircleCheck, tone: 'good', sentence: `It works: ${plural(passed, 'acceptance check')} passed` };
  }
  if (status === 'SUCCEEDED') {
    return { icon: CircleAlert, tone: 'warn', sentence: result?.summary ?? 'Not tested' }; // it says why, and what to do
  }
  if (status === 'FAILED' && checks.length > 0) {
    return { icon: CircleX, tone: 'bad', sentence: `It does not work yet: ${passed} of ${plural(checks.length, 'acceptance check')} passed` };
  }
  return status === 'FAILED'
    ? { icon: CircleX, tone: 'bad', sentence: 'The run failed; the reason stands above' }
    : { icon: CircleAlert, tone: 'quiet', sentence: 'The run was stopped' };
}
