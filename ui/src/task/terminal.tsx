import type { Execution, TaskView } from '../fold/view';
import { plain } from '../text/ansi';
import { clock } from '../text/words';

/** More lines than this of a run are not drawn: the last ones are. */
const MAX_LINES = 2_000;

/** What was run in the sandbox, and what it wrote. */
export function Terminal({ view }: { view: TaskView }) {
  if (view.executions.length === 0) {
    return <p class="empty quiet">Nothing was run yet.</p>;
  }
  return (
    <div class="terminal">
      {view.executions.map((execution) => (
        <Output key={execution.firstId} execution={execution} />
      ))}
    </div>
  );
}

function Output({ execution }: { execution: Execution }) {
  const { outcome, lines } = execution;
  return (
    <section class="execution" aria-label={`Run of ${execution.command}`}>
      <header>
        <code>$ {execution.command}</code>
        <time class="quiet small">{clock(execution.startedAt)}</time>
      </header>
      <pre tabIndex={0}>
        {lines.slice(-MAX_LINES).map((line, at) => (
          <span key={at} class={line.error ? 'stderr' : ''}>
            {plain(line.text)}
            {'\n'}
          </span>
        ))}
      </pre>
      {outcome && (
        <p class={`outcome ${outcome.passed ? 'passed' : 'failed'}`}>
          {outcome.message}
          {outcome.exitCode !== null && ` Exit code ${outcome.exitCode}.`}
        </p>
      )}
    </section>
  );
}
