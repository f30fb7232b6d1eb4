import { useMemo, useState } from 'preact/hooks';
import { late } from '../parts/late';
import type { Line } from './compare';

/** What compares texts and reads comparisons; nothing that is painted first needs it. */
export const comparing = late(() => import('./compare'));

/** More lines of a diff than this are cut, with a word that they are. */
const MAX_LINES = 3_000;

/** A change to a file, the old beside the new or one below the other. */
export function Diff({ text, sides = false }: { text: string; sides?: boolean }) {
  const linesOf = comparing.use()?.linesOf;
  const lines = useMemo(() => linesOf?.(text) ?? null, [text, linesOf]);
  const [all, setAll] = useState(false);
  if (lines === null || lines.length === 0) {
    return <pre class="code">{text}</pre>;
  }
  const shown = all ? lines : lines.slice(0, MAX_LINES);
  return (
    <div class={sides ? 'diff sides' : 'diff'} tabIndex={0} role="group" aria-label="Changes">
      <table>
        {sides && (
          <colgroup>
            <col class="number" />
            <col />
            <col class="number" />
            <col />
          </colgroup>
        )}
        <tbody>{sides ? besides(shown) : shown.map((line, at) => <Inline key={at} line={line} />)}</tbody>
      </table>
      {shown.length < lines.length && (
        <button type="button" class="button plain more" onClick={() => setAll(true)}>
          Show all {lines.length} lines
        </button>
      )}
    </div>
  );
}

const SIGNS = { same: ' ', added: '+', removed: '−', hunk: '' };

function Inline({ line }: { line: Line }) {
  if (line.kind === 'hunk') {
    return <Hunk text={line.text} columns={3} />;
  }
  return (
    <tr class={line.kind}>
      <td class="number">{line.before}</td>
      <td class="number">{line.after}</td>
      <td class="text">
        <span class="sign">{SIGNS[line.kind]}</span>
        {line.text}
      </td>
    </tr>
  );
}

function Hunk({ text, columns }: { text: string; columns: number }) {
  return (
    <tr class="hunk">
      <td colSpan={columns}>{text}</td>
    </tr>
  );
}

/** Pairs what was removed with what was added in its place. */
function besides(lines: readonly Line[]) {
  const rows = [];
  let removed: Line[] = [];
  let added: Line[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      rows.push(<Pair key={rows.length} left={removed[at] ?? null} right={added[at] ?? null} />);
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      removed.push(line);
    } else if (line.kind === 'added') {
      added.push(line);
    } else {
      flush();
      rows.push(
        line.kind === 'hunk' ? (
          <Hunk key={rows.length} text={line.text} columns={4} />
        ) : (
          <Pair key={rows.length} left={line} right={line} />
        ),
      );
    }
  }
  flush();
  return rows;
}

function Pair({ left, right }: { left: Line | null; right: Line | null }) {
  return (
    <tr>
      <td class={`number ${left?.kind ?? 'none'}`}>{left?.before}</td>
      <td class={`text ${left?.kind ?? 'none'}`}>{left?.text}</td>
      <td class={`number ${right?.kind ?? 'none'}`}>{right?.after}</td>
      <td class={`text ${right?.kind ?? 'none'}`}>{right?.text}</td>
    </tr>
  );
}
