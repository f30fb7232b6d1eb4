import type { Entry, Note, Step } from '../fold/view';

/** A row of the timeline. */
export type Row =
  | { kind: 'note'; key: string; note: Note; inStep: boolean }
  | { kind: 'step'; key: string; step: Step; open: boolean }
  | { kind: 'thoughts'; key: string; step: Step }
  | { kind: 'draft'; key: string; step: Step };

const noteRows = new WeakMap<Note, Row>();

function noteRow(note: Note, inStep: boolean): Row {
  let row = noteRows.get(note);
  if (!row) {
    row = { kind: 'note', key: note.key, note, inStep };
    noteRows.set(note, row);
  }
  return row;
}

const brief = new WeakMap<Note, Note>();

/** That a run failed, without the reason, which is told elsewhere. */
function briefly(note: Note): Note {
  const known = brief.get(note) ?? { ...note, message: 'The run failed' };
  brief.set(note, known);
  return known;
}

/** Whether a step is expanded: by the reader's choice, else while it is at work. */
export function isOpen(step: Step, toggled: ReadonlyMap<string, boolean>): boolean {
  return toggled.get(step.key) ?? step.phase === 'working';
}

/**
 * The entries one below the other, without what is folded away. Why a run failed is told once, by its error.
 *
 * @param told what the page says above the timeline
 */
export function rowsOf(entries: readonly Entry[], toggled: ReadonlyMap<string, boolean>, told: string | null): Row[] {
  const rows: Row[] = [];
  const errors = new Set(entries.flatMap((entry) => (entry.kind === 'note' && entry.type === 'error' ? [entry.message] : [])));
  for (const entry of entries) {
    if (entry.kind === 'note') {
      if (entry.type !== 'error' || entry.message !== told) {
        rows.push(noteRow(entry.type === 'failed' && errors.has(entry.message) ? briefly(entry) : entry, false));
      }
      continue;
    }
    const open = isOpen(entry, toggled);
    rows.push({ kind: 'step', key: entry.key, step: entry, open });
    if (open) {
      for (const note of entry.notes) {
        if (!errors.has(note.message)) {
          rows.push(noteRow(note, true));
        }
      }
      if (entry.thoughts !== '') {
        rows.push({ kind: 'thoughts', key: `${entry.key}/thoughts`, step: entry });
      }
      if (entry.draft !== '') {
        rows.push({ kind: 'draft', key: `${entry.key}/draft`, step: entry });
      }
    }
  }
  return rows;
}

/** What a row is about, for those who hear it. */
export function nameOf(row: Row): string {
  if (row.kind === 'note') {
    return row.note.message.slice(0, 80);
  }
  return row.kind === 'step' ? row.step.title : `${row.step.title}: ${row.kind}`;
}
