import { ArrowLeft, Download, LoaderCircle, Play, RotateCcw, Square } from 'lucide-preact';
import type { NewRun, Task } from 'mgx-client';
import { useRef, useState } from 'preact/hooks';
import { working } from '../fold/view';
import { SkipLink } from '../parts/focus';
import { Progress, StatusBadge } from '../parts/status';
import { useComplain } from '../parts/toasts';
import { useNow } from '../parts/use';
import { FAILURES } from '../text/failures';
import { count, money, ordinal, roleName, span, waitsFor } from '../text/words';
import { rest } from '../server';
import type { Feed, Snapshot } from './feed';
import { now, type Now } from './now';
import { RunDialog } from './run-dialog';

interface HeaderProps {
  feed: Feed;
  snapshot: Snapshot;
  task: Task | null;
  title: string;
}

/** How the task stands, and what can be done about it. */
export function Header({ feed, snapshot, task, title }: HeaderProps) {
  const { standing } = snapshot.view;
  const current = now(snapshot);
  const { status, usage, queued, run, simulated, finalResult } = current;
  const agents = current.behind ? [] : [...new Set(working(snapshot.view).map((step) => roleName(step.role)))];
  const files = finalResult?.files?.length ?? 0;
  return (
    <header class="task-head">
      <SkipLink />
      {snapshot.link === 'reconnecting' && (
        <p class="banner" role="status">
          <LoaderCircle class="turning" size={14} aria-hidden /> The server does not answer. Reconnecting…
        </p>
      )}
      <div class="task-head-top">
        <a href="#/" class="button plain" aria-label="All tasks">
          <ArrowLeft size={18} aria-hidden />
        </a>
        <h1 title={task?.input_prompt}>{title || ' '}</h1>
        <Actions feed={feed} current={current} downloadable={files > 0 || snapshot.view.filesWritten > 0} />
      </div>
      <div class="task-facts small">
        {status === null ? (
          <span class="quiet">Loading…</span>
        ) : (
          <StatusBadge status={status} unverified={status === 'SUCCEEDED' && finalResult?.verified === false} />
        )}
        {queued !== null && <span>{ordinal(queued)} in the queue</span>}
        {agents.length > 0 && <span>{agents.join(', ')}</span>}
        <Time snapshot={snapshot} current={current} />
        {usage.llm_calls > 0 && (
          <span class="quiet">
            {count(usage.input_tokens + usage.output_tokens)} tokens · {money(usage.cost_usd)}
          </span>
        )}
        {simulated ? (
          <span class="badge unverified" title="Canned answers, not from a real model">
            Simulated
          </span>
        ) : (
          standing.model && <span class="quiet">{standing.model}</span>
        )}
        {run > 1 && <span class="quiet">Run {run}</span>}
      </div>
      {status === 'RUNNING' && <Progress value={current.progress} label="Progress of the task" />}
      {status === 'FAILED' && current.errorMessage && <Failure current={current} />}
    </header>
  );
}

/** Why the run failed, what kind of failure that is, and what helps. */
function Failure({ current: { errorMessage, errorType } }: { current: Now }) {
  const failure = errorType && FAILURES[errorType];
  return (
    <p class="banner bad">
      <span>
        {failure && <strong>{failure.label}.</strong>} {errorMessage}
        {failure && <span class="advice"> {failure.advice}</span>}
      </span>
    </p>
  );
}

interface TimeProps {
  snapshot: Snapshot;
  current: Now;
}

/** How long the run takes or took, and how long it may. */
function Time({ snapshot, current: { status, startedAt, completedAt, behind } }: TimeProps) {
  const { allowedSeconds, waitedMs, waitingFor } = snapshot.view.standing;
  const running = status === 'RUNNING';
  const at = useNow(1_000, running);
  if (startedAt === null || (!running && completedAt === null)) {
    return null;
  }
  if (running && !behind && waitingFor !== null) {
    return <span>{waitsFor(waitingFor)}</span>;
  }
  const seconds = ((completedAt === null ? at : Date.parse(completedAt)) - Date.parse(startedAt)) / 1000;
  const left = allowedSeconds === null || behind ? null : allowedSeconds - seconds + waitedMs / 1000;
  return (
    <span class="quiet">
      {span(seconds)}
      {running && left !== null && `, ${span(left)} left`}
    </span>
  );
}

interface ActionsProps {
  feed: Feed;
  current: Now;
  downloadable: boolean;
}

function Actions({ feed, current, downloadable }: ActionsProps) {
  const { status, queued, over, usage, simulated } = current;
  const complain = useComplain();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<'resume' | 'again' | null>(null);
  const stoppable = status === 'RUNNING' || queued !== null;
  // Once it was there Stop keeps its place, so that a second click on it meets nothing else.
  const stopSeen = useRef(false);
  stopSeen.current ||= stoppable || status === 'PENDING';
  async function act(call: () => Promise<unknown>) {
    if (busy) {
      return;
    }
    setBusy(true);
    try {
      await call();
      feed.ranAgain();
    } catch (why) {
      complain((why as Error).message);
    } finally {
      setBusy(false);
    }
  }
  const id = feed.taskId;
  const start = (wish: NewRun) => {
    setAsking(null);
    void act(() => rest.run(id, wish));
  };
  return (
    <div class="task-actions">
      {downloadable && (
        <a class="button" href={rest.downloadAddress(id)} aria-label="Download">
          <Download size={16} aria-hidden />
          <span class="wide-only">Download</span>
        </a>
      )}
      {status === 'PENDING' && queued === null && (
        <button type="button" class="button primary" aria-disabled={busy} onClick={() => void act(() => rest.run(id))}>
          <Play size={16} aria-hidden /> Start
        </button>
      )}
      {over && status !== 'SUCCEEDED' && (
        <button type="button" class="button" aria-disabled={busy} aria-label="Resume" onClick={() => setAsking('resume')}>
          <Play size={16} aria-hidden />
          <span class="wide-only">Resume</span>
        </button>
      )}
      {over && (
        <button type="button" class="button" aria-disabled={busy} aria-label="Run again" onClick={() => setAsking('again')}>
          <RotateCcw size={16} aria-hidden />
          <span class="wide-only">Run again</span>
        </button>
      )}
      {stopSeen.current && (
        <button
          type="button"
          class="button danger"
          aria-disabled={busy || !stoppable}
          onClick={() => stoppable && void act(() => rest.stop(id))}
        >
          <Square size={15} aria-hidden /> {busy && stoppable ? 'Stopping…' : 'Stop'}
        </button>
      )}
      {asking && (
        <RunDialog
          id={id}
          resume={asking === 'resume'}
          usage={usage}
          simulated={simulated}
          start={start}
          close={() => setAsking(null)}
        />
      )}
    </div>
  );
}
