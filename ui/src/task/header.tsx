import { ArrowLeft, Download, LoaderCircle, Play, RotateCcw, Square } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { working } from '../fold/view';
import { Progress, StatusBadge } from '../parts/status';
import { useComplain } from '../parts/toasts';
import { useNow } from '../parts/use';
import { count, money, ordinal, roleName, span, waitsFor } from '../text/words';
import { rest } from '../wire/rest';
import type { Task } from '../wire/types';
import type { Feed, Snapshot } from './feed';
import { now, type Now } from './now';

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
  const { status, usage, queued } = current;
  const agents = [...new Set(working(snapshot.view).map((step) => roleName(step.role)))];
  const files = standing.finalResult?.files?.length ?? 0;
  return (
    <header class="task-head">
      <div class="task-head-top">
        <a href="#/" class="button plain" aria-label="All tasks">
          <ArrowLeft size={18} aria-hidden />
        </a>
        <h1 title={task?.input_prompt}>{title || ' '}</h1>
        <Actions feed={feed} current={current} downloadable={files > 0 || snapshot.view.filesWritten > 0} />
      </div>
      <div class="task-facts small">
        <StatusBadge status={status} unverified={status === 'SUCCEEDED' && standing.finalResult?.verified === false} />
        {snapshot.link === 'reconnecting' && (
          <span class="badge unverified" role="status">
            <LoaderCircle class="turning" size={13} aria-hidden /> Reconnecting
          </span>
        )}
        {queued !== null && <span>{ordinal(queued)} in the queue</span>}
        {agents.length > 0 && <span>{agents.join(', ')}</span>}
        <Time snapshot={snapshot} />
        {usage.llm_calls > 0 && (
          <span class="quiet">
            {count(usage.input_tokens + usage.output_tokens)} tokens · {money(usage.cost_usd)}
          </span>
        )}
        {standing.simulated ? (
          <span class="badge unverified" title="Canned answers, not from a real model">
            Simulated
          </span>
        ) : (
          standing.model && <span class="quiet">{standing.model}</span>
        )}
        {standing.run > 1 && <span class="quiet">Run {standing.run}</span>}
      </div>
      {status === 'RUNNING' && <Progress value={current.progress} label="Progress of the task" />}
      {status === 'FAILED' && standing.errorMessage && <p class="banner bad">{standing.errorMessage}</p>}
    </header>
  );
}

/** How long the run takes or took, and how long it may. */
function Time({ snapshot }: { snapshot: Snapshot }) {
  const { status, startedAt, completedAt, allowedSeconds, waitedMs, waitingFor } = snapshot.view.standing;
  const at = useNow(1_000, status === 'RUNNING');
  if (startedAt === null) {
    return null;
  }
  if (waitingFor !== null) {
    return <span>{waitsFor(waitingFor)}</span>;
  }
  const seconds = ((completedAt === null ? at : Date.parse(completedAt)) - Date.parse(startedAt)) / 1000;
  const left = allowedSeconds === null ? null : allowedSeconds - seconds + waitedMs / 1000;
  return (
    <span class="quiet">
      {span(seconds)}
      {status === 'RUNNING' && left !== null && `, ${span(left)} left`}
    </span>
  );
}

interface ActionsProps {
  feed: Feed;
  current: Now;
  downloadable: boolean;
}

function Actions({ feed, current: { status, queued, over }, downloadable }: ActionsProps) {
  const complain = useComplain();
  const [busy, setBusy] = useState(false);
  async function act(call: () => Promise<unknown>) {
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
  return (
    <div class="task-actions">
      {downloadable && (
        <a class="button" href={rest.download(id)} aria-label="Download">
          <Download size={16} aria-hidden />
          <span class="wide-only">Download</span>
        </a>
      )}
      {(status === 'RUNNING' || queued !== null) && (
        <button type="button" class="button danger" disabled={busy} onClick={() => void act(() => rest.stop(id))}>
          <Square size={15} aria-hidden /> {busy ? 'Stopping…' : 'Stop'}
        </button>
      )}
      {status === 'PENDING' && queued === null && (
        <button type="button" class="button primary" disabled={busy} onClick={() => void act(() => rest.run(id))}>
          <Play size={16} aria-hidden /> Start
        </button>
      )}
      {over && status !== 'SUCCEEDED' && (
        <button
          type="button"
          class="button"
          disabled={busy}
          aria-label="Resume"
          onClick={() => void act(() => rest.resume(id))}
        >
          <Play size={16} aria-hidden />
          <span class="wide-only">Resume</span>
        </button>
      )}
      {over && (
        <button
          type="button"
          class="button"
          disabled={busy}
          aria-label="Run again"
          onClick={() => void act(() => rest.run(id))}
        >
          <RotateCcw size={16} aria-hidden />
          <span class="wide-only">Run again</span>
        </button>
      )}
    </div>
  );
}
