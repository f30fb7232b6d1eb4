import { Check, Send, Undo2 } from 'lucide-preact';
import type { AcceptanceCheck, Status } from 'mgx-client';
import { useRef, useState } from 'preact/hooks';
import { useStored } from '../parts/stored';
import { useComplain } from '../parts/toasts';
import { rest } from '../server';
import { flawOf, sent } from './corrected';
import type { Feed } from './feed';
import { PlanChecks } from './plan-checks';

interface ComposerProps {
  feed: Feed;
  status: Status | null;
  /** Since when the team has been waiting for approval of its plan, or null. */
  asked: string | null;
  /** The acceptance checks of that plan. */
  planned: readonly AcceptanceCheck[];
}

/** Checks that a person has corrected, and which question they belong to. */
interface Corrected {
  asked: string;
  checks: AcceptanceCheck[];
}

/** A message to the team, or the answer to its request to approve the plan. */
export function Composer({ feed, status, asked, planned }: ComposerProps) {
  const complain = useComplain();
  const id = feed.taskId;
  const [text, setText] = useStored(`draft ${id}`, '');
  const latest = useRef(text);
  latest.current = text;
  const [busy, setBusy] = useState(false);
  const [answered, setAnswered] = useState<string | null>(null);
  const [corrected, setCorrected] = useStored<Corrected | null>(`checks ${id}`, null);
  const approving = asked !== null && asked !== answered;
  const corrections = corrected !== null && corrected.asked === asked ? corrected.checks : null;
  const checks = corrections ?? planned;
  const flaw = flawOf(checks);

  async function send(call: () => Promise<unknown>, then: () => void) {
    setBusy(true);
    try {
      await call();
      if (latest.current === text) {
        setText(''); // unless somebody typed on meanwhile
      }
      then();
    } catch (why) {
      complain((why as Error).message);
    } finally {
      setBusy(false);
    }
  }
  const empty = text.trim() === '';
  const say = () => !busy && !empty && void send(() => rest.say(id, text), () => feed.ranAgain());
  const answer = (approved: boolean) =>
    void send(
      () => rest.approve(id, { approved, ...(empty ? {} : { comment: text }), ...(corrections ? { checks: corrections.map(sent) } : {}) }),
      () => {
        setAnswered(asked);
        setCorrected(null);
      },
    );

  if (status === 'PENDING' || status === null) {
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
      {approving && checks.length > 0 && <PlanChecks checks={checks} change={(changed) => setCorrected({ asked, checks: changed })} />}
      {approving && (
        <p class="composer-ask">
          Approve this plan? {flaw && <span class="small quiet" role="status">{flaw}</span>}
        </p>
      )}
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
          <button type="button" class="button" disabled={busy || empty || flaw !== null} onClick={() => answer(false)}>
            <Undo2 size={16} aria-hidden /> Request changes
          </button>
          <button type="button" class="button primary" disabled={busy || flaw !== null} onClick={() => answer(true)}>
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
