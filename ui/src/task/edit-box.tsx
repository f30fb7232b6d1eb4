import { useState } from 'preact/hooks';
import { useStored } from '../parts/stored';
import { useComplain } from '../parts/toasts';
import { rest } from '../server';
import type { Feed } from './feed';

interface EditBoxProps {
  feed: Feed;
  path: string;
  /** The version that is shown, and the latest one. */
  shown: number;
  latest: number;
  close: () => void;
  edited: () => void;
}

/** Where an instruction for a file is kept until it is sent. */
export function instructionKey(id: string, path: string): string {
  return `edit ${id} ${path}`;
}

/** Takes an instruction to change one file; asks which version is meant where an old one is shown. */
export function EditBox({ feed, path, shown, latest, close, edited }: EditBoxProps) {
  const complain = useComplain();
  const [instruction, setInstruction] = useStored(instructionKey(feed.taskId, path), '');
  const [version, setVersion] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = shown === latest ? latest : version;
  async function edit() {
    if (busy || chosen === null || instruction.trim() === '') {
      return;
    }
    setBusy(true);
    try {
      const answer = rest.edit(feed.taskId, { file_path: path, instruction, ...(chosen === latest ? {} : { version: chosen }) });
      void feed.expectRun(); // the answer comes with the change; the way there is worth watching
      await answer;
      setInstruction('');
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
      {shown !== latest && (
        <fieldset class="choices">
          <legend>Which version is to be changed?</legend>
          {[shown, latest].map((each) => (
            <label key={each} class="check">
              <input type="radio" name="version" checked={version === each} onChange={() => setVersion(each)} />
              {each === latest ? `v${each}, the latest` : `v${each}, which is shown`}
            </label>
          ))}
        </fieldset>
      )}
      <div class="row-end">
        <button type="button" class="button plain" onClick={close}>
          Close
        </button>
        <button type="submit" class="button primary" aria-disabled={busy || chosen === null || instruction.trim() === ''}>
          {busy ? 'Applying…' : 'Apply change'}
        </button>
      </div>
    </form>
  );
}
