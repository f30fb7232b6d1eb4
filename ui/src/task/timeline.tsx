import { useCallback, useMemo, useState } from 'preact/hooks';
import type { TaskView } from '../fold/view';
import { Virtual } from '../parts/virtual';
import { NoteRow } from './note-row';
import { nameOf, rowsOf, type Row } from './rows';
import { DraftRow, StepRow, ThoughtsRow } from './step-row';

/** The timeline: collapsible agent steps and the task's own entries, in order. */
export function Timeline({ view, taskId, told }: { view: TaskView; taskId: string; told: string | null }) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const rows = useMemo(() => rowsOf(view.entries, toggled, told), [view.entries, toggled, told]);
  const toggle = useCallback(
    (key: string, open: boolean) => setToggled((before) => new Map(before).set(key, open)),
    [],
  );
  const { executions } = view;
  const draw = (row: Row) => {
    switch (row.kind) {
      case 'step':
        return <StepRow step={row.step} open={row.open} toggle={toggle} />;
      case 'thoughts':
        return <ThoughtsRow text={row.step.thoughts} />;
      case 'draft':
        return <DraftRow text={row.step.draft} />;
      case 'note':
        return (
          <NoteRow
            note={row.note}
            inStep={row.inStep}
            taskId={taskId}
            execution={row.note.execution === null ? null : (executions[row.note.execution] ?? null)}
          />
        );
    }
  };
  return (
    <>
      {rows.length === 0 ? (
        <p class="empty quiet nothing-yet">No activity yet.</p>
      ) : (
        <Virtual class="timeline" rows={rows} keyOf={keyOf} nameOf={nameOf} draw={draw} estimate={44} label="Timeline" />
      )}
    </>
  );
}

function keyOf(row: Row): string {
  return row.key;
}
