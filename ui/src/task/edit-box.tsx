import { useState } from 'preact/hooks';
import { useComplain } from '../parts/toasts';
import { rest } from '../wire/rest';
import type { Feed } from './feed';

interface EditBoxProps {
  feed: Feed;
  path: string;
  close: () => void;
  edited: () => void;
}

/** Takes an instruction to change one file. */
export function EditBox({ feed, path, close, edited }: EditBoxProps) {
  const complain = useComplain();
  const [instruction, setInstruction] = useState('');
  const [busy, setBusy] = useState(false);
  async function edit() {
    if (busy || instruction.trim() === '') {
      return;
    }
    setBusy(true);
    try {
      const answer = rest.edit(feed.taskId, path, instruction);
      void feed.expectRun(); // the answer comes with the change; the way there is worth watching
      await answer;
      feed.ranAgain();
      edited();
    } catch (why) {
      complain((why as Error).message);
      setBusy(false);
    }
  }
  return (
    <form
      class="edit-box"
      onSubmit={(event) => {
        event.preventDefault();
        void edit();
      }}
    >
      <label class="sr-only" for="instruction">
        What should change in {path}?
      </label>
      <textarea
        id="instruction"
        class="field"
        rows={2}
        autofocus
        placeholder={`What should change in ${path}?`}
        value={instruction}
        onInput={(event) => setInstruction(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            void edit();
          } else if (event.key === 'Escape') {
            close();
          }
        }}
      />
      <div class="row-end">
        <button type="button" class="button plain" onClick={close}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={busy || instruction.trim() === ''}>
          {busy ? 'Applying…' : 'Apply change'}
        </button>
      </div>
    </form>
  );
}
