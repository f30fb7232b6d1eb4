import { Check, Send, Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useComplain } from '../parts/toasts';
import { rest } from '../wire/rest';
import type { Status } from '../wire/types';
import type { Feed } from './feed';

interface ComposerProps {
  feed: Feed;
  status: Status;
  /** Since when the team has been waiting for approval of its plan, or null. */
  asked: string | null;
}

/** A message to the team, or the answer to its request to approve the plan. */
export function Composer({ feed, status, asked }: ComposerProps) {
  const complain = useComplain();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [answered, setAnswered] = useState<string | null>(null);
  const approving = asked !== null && asked !== answered;

  async function send(call: () => Promise<unknown>, then: () => void) {
    setBusy(true);
    try {
      await call();
      setText('');
      then();
    } catch (why) {
      complain((why as Error).message);
    } finally {
      setBusy(false);
    }
  }
  const id = feed.taskId;
  const empty = text.trim() === '';
  const say = () => !busy && !empty && void send(() => rest.say(id, text), () => feed.ranAgain());
  const answer = (approved: boolean) =>
    void send(() => rest.approve(id, approved, empty ? null : text), () => setAnswered(asked));

  if (status === 'PENDING') {
    return null;
  }
  return (
    <form
      class={`composer${approving ? ' approving' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!approving) {
          say();
        }
      }}
    >
      {approving && <p class="composer-ask">Approve this plan?</p>}
      <label class="sr-only" for="say">
        {approving ? 'Requested changes' : 'Message to the team'}
      </label>
      <textarea
        id="say"
        class="field"
        rows={1}
        maxLength={approving ? 10_000 : 65_536}
        value={text}
        placeholder={
          approving
            ? 'What should change?'
            : status === 'RUNNING'
              ? 'Message the team'
              : 'Describe a change…'
        }
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !approving) {
            event.preventDefault();
            say();
          }
        }}
      />
      {approving ? (
        <>
          <button type="button" class="button" disabled={busy || empty} onClick={() => answer(false)}>
            <Undo2 size={16} aria-hidden /> Request changes
          </button>
          <button type="button" class="button primary" disabled={busy} onClick={() => answer(true)}>
            <Check size={16} aria-hidden /> Approve
          </button>
        </>
      ) : (
        <button type="submit" class="button primary" disabled={busy || empty} aria-label="Send">
          <Send size={16} aria-hidden />
        </button>
      )}
    </form>
  );
}
