import { useState } from 'preact/hooks';
import { working } from '../fold/view';
import { Progress, StatusBadge } from '../parts/status';
import { useComplain } from '../parts/toasts';
import { useNow } from '../parts/use';
import { count, firstLine, money, roleName, span } from '../text/words';
import { rest } from '../wire/rest';
import { isTerminal, type Task } from '../wire/types';
import type { Feed, Snapshot } from './feed';

/** How the task stands, and what can be done about it. */
export function Header({ feed, snapshot, task }: { feed: Feed; snapshot: Snapshot; task: Task | null }) {
  const { view, state, link } = snapshot;
  const behind = state !== null && state.last_event_id > view.lastEventId;
  const standing = view.standing;
  const status = behind || standing.run === 0 ? (state?.status ?? standing.status) : standing.status;
  const progress = behind ? state.progress : standing.progress;
  const usage = behind ? state.usage : standing.usage;
  const queued = state?.queue_position ?? null;
  const agents = [...new Set(working(view).map((step) => roleName(step.role)))];
  return (
    <header class="task-head">
      <div class="task-head-top">
        <a href="#/" class="button plain" aria-label="All tasks">
          ←
        </a>
        <h1 title={task?.input_prompt}>{task ? firstLine(task.title || task.input_prompt) : ' '}</h1>
        <Actions feed={feed} status={status} queued={queued !== null} />
      </div>
      <div class="task-facts small">
        <StatusBadge status={status} unverified={status === 'SUCCEEDED' && standing.finalResult?.verified === false} />
        {link === 'reconnecting' && <span class="badge unverified">Reconnecting…</span>}
        {queued !== null && <span>place {queued} in the queue</span>}
        {agents.length > 0 && <span>{agents.join(', ')}</span>}
        <Elapsed snapshot={snapshot} />
        {usage.llm_calls > 0 && (
          <span class="quiet">
            {count(usage.input_tokens + usage.output_tokens)} tokens · {money(usage.cost_usd)}
          </span>
        )}
        {standing.simulated && <span class="quiet">simulated model</span>}
      </div>
      {status === 'RUNNING' && <Progress value={progress} label="Progress of the task" />}
      {status === 'FAILED' && standing.errorMessage && <p class="banner bad">{standing.errorMessage}</p>}
    </header>
  );
}

function Elapsed({ snapshot }: { snapshot: Snapshot }) {
  const { status, startedAt, completedAt } = snapshot.view.standing;
  const now = useNow(1_000, status === 'RUNNING');
  if (startedAt === null) {
    return null;
  }
  const end = completedAt === null ? now : Date.parse(completedAt);
  return <span class="quiet">{span((end - Date.parse(startedAt)) / 1000)}</span>;
}

function Actions({ feed, status, queued }: { feed: Feed; status: Snapshot['view']['standing']['status']; queued: boolean }) {
  const complain = useComplain();
  const [busy, setBusy] = useState(false);
  async function act(call: () => Promise<unknown>, runs: boolean) {
    setBusy(true);
    try {
      await call();
      if (runs) {
        feed.ranAgain();
      }
    } catch (why) {
      complain((why as Error).message);
    } finally {
      setBusy(false);
    }
  }
  const id = feed.taskId;
  return (
    <div class="task-actions">
      {(status === 'RUNNING' || queued) && (
        <button type="button" class="button danger" disabled={busy} onClick={() => void act(() => rest.stop(id), false)}>
          {busy ? 'Stopping…' : 'Stop'}
        </button>
      )}
      {status === 'PENDING' && !queued && (
        <button type="button" class="button primary" disabled={busy} onClick={() => void act(() => rest.run(id), true)}>
          Start
        </button>
      )}
      {(status === 'FAILED' || status === 'CANCELLED') && !queued && (
        <button type="button" class="button" disabled={busy} onClick={() => void act(() => rest.resume(id), true)}>
          Resume
        </button>
      )}
      {isTerminal(status) && !queued && (
        <button type="button" class="button" disabled={busy} onClick={() => void act(() => rest.run(id), true)}>
          Run again
        </button>
      )}
    </div>
  );
}
