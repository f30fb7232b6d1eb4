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

/** Whether a step is expanded: by the reader's choice, else unless a later try replaced it. */
export function isOpen(step: Step, toggled: ReadonlyMap<string, boolean>): boolean {
  return toggled.get(step.key) ?? !step.superseded;
}

/** The entries one below the other, without what is folded away. */
export function rowsOf(entries: readonly Entry[], toggled: ReadonlyMap<string, boolean>): Row[] {
  const rows: Row[] = [];
  for (const entry of entries) {
    if (entry.kind === 'note') {
      rows.push(noteRow(entry, false));
      continue;
    }
    const open = isOpen(entry, toggled);
    rows.push({ kind: 'step', key: entry.key, step: entry, open });
    if (open) {
      for (const note of entry.notes) {
        rows.push(noteRow(note, true));
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
