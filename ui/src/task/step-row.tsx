import { ChevronRight, LoaderCircle } from 'lucide-preact';
import type { Call } from '../fold/calls';
import type { Step } from '../fold/view';
import { useNow } from '../parts/use';
import { describeCall } from '../text/call';
import { clock, count, roleName, span } from '../text/words';

interface StepRowProps {
  step: Step;
  open: boolean;
  toggle: (key: string, open: boolean) => void;
}

/** The head of an agent's step, which folds what is in it. */
export function StepRow({ step, open, toggle }: StepRowProps) {
  const tokens = step.usage ? step.usage.input_tokens + step.usage.output_tokens : 0;
  const took = step.endedAt === null ? null : (Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000;
  return (
    <button
      type="button"
      class={`step-row ${step.phase}${step.superseded ? ' superseded' : ''}`}
      aria-expanded={open}
      onClick={() => toggle(step.key, !open)}
    >
      <ChevronRight class="step-fold" size={16} aria-hidden />
      <span class="step-role">{roleName(step.role)}</span>
      <span class="step-title">
        {step.outcome === null ? step.title : <b class={step.outcome.passed ? 'passed' : 'failed'}>{step.outcome.message}</b>}
        {step.tryNumber > 1 && <span class="badge">Try {step.tryNumber}</span>}
        {step.superseded && <span class="badge">Retried</span>}
        {step.phase === 'cut' && !step.superseded && <span class="badge">Interrupted</span>}
      </span>
      {step.phase === 'working' && step.call && <CallFacts call={step.call} />}
      <span class="step-facts">
        {step.phase === 'working' && <LoaderCircle class="turning" size={14} aria-label="Working" />}
        {tokens > 0 && <span class="wide-only">{count(tokens)} tokens</span>}
        {took !== null && took >= 1 && <span class="wide-only">{span(took)}</span>}
        <time dateTime={step.startedAt}>{clock(step.startedAt)}</time>
      </span>
    </button>
  );
}

/** That the model lives: how long it has read its prompt, or how much it has written and how fast. */
function CallFacts({ call }: { call: Call }) {
  return <span class="step-call">{describeCall(call, useNow(1_000, true))}</span>;
}

/** As much of an answer under way as is drawn. */
const SHOWN_OF_DRAFT = 1_500;

/** What the model has written so far of an answer that is not whole. */
export function DraftRow({ text }: { text: string }) {
  return (
    <div class="in-step">
      <pre class="draft" aria-label="Draft">
        {text.length > SHOWN_OF_DRAFT ? `…${text.slice(-SHOWN_OF_DRAFT)}` : text}
        <span class="caret" aria-hidden="true" />
      </pre>
    </div>
  );
}

/** What the model thought before it answered, folded. */
export function ThoughtsRow({ text }: { text: string }) {
  return (
    <details class="in-step thoughts">
      <summary>Thoughts</summary>
      <pre class="draft" aria-label="Thoughts">
        {text}
      </pre>
    </details>
  );
}
