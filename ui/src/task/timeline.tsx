import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Note, Step, TaskView } from '../fold/view';
import { clock, roleName } from '../text/words';

/** More of a text than this is not drawn at once. */
const MAX_SHOWN = 20_000;

/** What happened, in order: steps of agents that fold, and what the task itself says. */
export function Timeline({ view }: { view: TaskView }) {
  const end = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    if (following.current) {
      end.current?.scrollIntoView({ block: 'end' });
    }
  }, [view]);
  return (
    <div
      ref={box}
      class="timeline"
      tabIndex={0}
      role="region"
      aria-label="Timeline"
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        following.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
    >
      {view.entries.map((entry) =>
        entry.kind === 'step' ? <StepCard key={entry.key} step={entry} /> : <NoteLine key={entry.key} note={entry} />,
      )}
      <div ref={end} />
    </div>
  );
}

function StepCard({ step }: { step: Step }) {
  return useMemo(
    () => (
      <details class={`step ${step.phase}`} open={!step.superseded}>
        <summary>
          <b>{roleName(step.role)}</b> {step.title}
          {step.tryNumber > 1 && <span class="quiet"> · try {step.tryNumber}</span>}
          {step.superseded && <span class="quiet"> · begun again later</span>}
          <time class="quiet small">{clock(step.startedAt)}</time>
        </summary>
        {step.notes.map((note) => (
          <NoteLine key={note.key} note={note} />
        ))}
        {step.draft && <pre class="draft">{step.draft.slice(-2_000)}</pre>}
      </details>
    ),
    [step],
  );
}

function NoteLine({ note }: { note: Note }) {
  const body = note.diff ?? note.content;
  return (
    <div class={`note ${note.type}`}>
      <p>{note.message.slice(0, MAX_SHOWN)}</p>
      {body !== null && <pre>{body.slice(0, MAX_SHOWN)}</pre>}
    </div>
  );
}
