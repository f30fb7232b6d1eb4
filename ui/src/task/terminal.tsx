import { useMemo } from 'preact/hooks';
import type { Execution, OutputLine, TaskView } from '../fold/view';
import { Virtual } from '../parts/virtual';
import { go, type Place } from '../route';
import { pieces, plain } from '../text/ansi';
import { clock, plural } from '../text/words';

interface TerminalProps {
  place: Extract<Place, { page: 'task' }>;
  view: TaskView;
  over: boolean;
}

/** What was run in the sandbox, and what it wrote: the latest run, or the one with the event that the address names. */
export function Terminal({ place, view, over }: TerminalProps) {
  const { executions } = view;
  if (executions.length === 0) {
    return <p class="empty quiet">Nothing has been run yet.</p>;
  }
  const named = executions.findIndex((each) => [each.firstId, each.outcome?.eventId].includes(Number(place.path)));
  const at = named < 0 ? executions.length - 1 : named;
  const execution = executions[at] as Execution;
  const cut = execution.outcome === null && (over || at < executions.length - 1);
  return (
    <section class="terminal" aria-label="Sandbox output">
      <header class="terminal-head">
        <select
          class="field"
          aria-label="Test run"
          value={at}
          onChange={(event) => {
            const index = Number(event.currentTarget.value);
            go({ ...place, path: index === executions.length - 1 ? '' : String(executions[index]?.firstId) });
          }}
        >
          {executions.map((each, index) => (
            <option key={each.firstId} value={index}>
              {`${index + 1}. ${clock(each.startedAt)} ${each.outcome ? (each.outcome.passed ? '· Passed' : '· Failed') : ''}`}
            </option>
          ))}
        </select>
        {execution.isolation && <span class="badge">{execution.isolation}</span>}
      </header>
      <Doing execution={execution} />
      <Output key={execution.firstId} lines={execution.lines} />
      <Outcome execution={execution} cut={cut} />
    </section>
  );
}

/** What is done, and the commands that were run for it. */
function Doing({ execution: { command, lines } }: { execution: Execution }) {
  const commands = lines.flatMap(({ text }) => (text.startsWith('$ ') ? [text] : []));
  if (commands.length === 0) {
    return <p class="terminal-command">Running {command}</p>;
  }
  return (
    <details class="terminal-command">
      <summary>
        Running {command}, {plural(commands.length, 'command')}
      </summary>
      <pre class="commands">{plain(commands.join('\n'))}</pre>
    </details>
  );
}

interface Numbered {
  key: string;
  line: OutputLine;
}

function Output({ lines }: { lines: readonly OutputLine[] }) {
  const rows = useMemo<Numbered[]>(() => lines.map((line, at) => ({ key: String(at), line })), [lines]);
  return (
    <Virtual
      class="output-lines"
      role="log"
      label="Output"
      rows={rows}
      keyOf={(row) => row.key}
      estimate={19}
      draw={(row) => <Line line={row.line} />}
    />
  );
}

/** A longer line is cut on the screen. */
const MAX_LINE = 10_000;

function Line({ line }: { line: OutputLine }) {
  return (
    <pre class={line.error ? 'line stderr' : 'line'}>
      {pieces(line.text.slice(0, MAX_LINE)).map((piece, at) => (
        <span key={at} class={piece.classes}>
          {piece.text}
        </span>
      ))}
      {'\n'}
    </pre>
  );
}

function Outcome({ execution, cut }: { execution: Execution; cut: boolean }) {
  const { outcome, lines } = execution;
  if (outcome === null) {
    return <p class="outcome quiet">{cut ? 'Interrupted' : `Running… ${plural(lines.length, 'line')} so far`}</p>;
  }
  const facts = [
    outcome.exitCode === null ? 'killed' : `exit code ${outcome.exitCode}`,
    outcome.durationMs === null ? '' : `${(outcome.durationMs / 1000).toFixed(1)} s`,
    outcome.truncated ? 'output truncated' : '',
  ].filter((fact) => fact !== '');
  return (
    <p class={`outcome ${outcome.passed ? 'passed' : 'failed'}`}>
      {outcome.message} <span class="quiet">({facts.join(', ')})</span>
    </p>
  );
}
