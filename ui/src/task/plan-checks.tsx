import { Pencil, Plus, Trash2 } from 'lucide-preact';
import type { AcceptanceCheck, CheckStep } from 'mgx-client';
import { useState } from 'preact/hooks';
import { isRequest } from '../text/commands';
import { plural } from '../text/words';
import { CheckSteps, SelfReported } from './check-steps';
import { withNew, without, withStep } from './corrected';

interface PlanChecksProps {
  checks: readonly AcceptanceCheck[];
  change: (checks: AcceptanceCheck[]) => void;
}

/** More than the server takes. */
const MAX_CHECKS = 30;

/** The checks of a plan that waits for approval, which a person may correct. */
export function PlanChecks({ checks, change }: PlanChecksProps) {
  const [edited, setEdited] = useState<string | null>(null);
  return (
    <details class="plan-checks" open>
      <summary>{plural(checks.length, 'acceptance check')}: correct what is wrong</summary>
      <ul class="check-list" aria-label="Acceptance checks of the plan">
        {checks.map((check, at) => (
          <li key={check.id} class="plan-check">
            <div class="plan-check-head">
              <b class="check-id">{check.id}</b>
              <span class="plan-check-quote small quiet">{check.quote ? `“${check.quote}”` : 'Added by you'}</span>
              {check.self_reported && <SelfReported />}
              {!check.self_reported && (
                <button
                  type="button"
                  class="button plain"
                  aria-label={`Edit ${check.id}`}
                  aria-expanded={edited === check.id}
                  onClick={() => setEdited(edited === check.id ? null : check.id)}
                >
                  <Pencil size={15} aria-hidden />
                </button>
              )}
              <button
                type="button"
                class="button plain"
                aria-label={`Remove ${check.id}`}
                disabled={checks.length === 1}
                onClick={() => change(without(checks, at))}
              >
                <Trash2 size={15} aria-hidden />
              </button>
            </div>
            {edited === check.id ? (
              check.steps.map((step, stepAt) => (
                <StepFields
                  key={stepAt}
                  name={check.steps.length === 1 ? check.id : `${check.id}, command ${stepAt + 1}`}
                  step={step}
                  change={(changed) => change(withStep(checks, at, stepAt, changed))}
                />
              ))
            ) : check.self_reported && check.check ? (
              <p>{check.check}</p>
            ) : (
              <CheckSteps files={check.files ?? []} steps={check.steps} result={null} />
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button plain"
        disabled={checks.length >= MAX_CHECKS}
        onClick={() => {
          const more = withNew(checks);
          change(more);
          setEdited(more.at(-1)?.id ?? null);
        }}
      >
        <Plus size={15} aria-hidden /> Add a check
      </button>
    </details>
  );
}

interface StepFieldsProps {
  name: string;
  step: CheckStep;
  change: (changed: Partial<CheckStep>) => void;
}

/** The fields of one command: what is run, what it is given, and what is expected. */
function StepFields({ name, step, change }: StepFieldsProps) {
  const { run, input, output, exit_code: exitCode } = step;
  const request = isRequest(run ?? '');
  const compared = output !== null && output !== undefined;
  return (
    <fieldset class="step-fields">
      <legend class="sr-only">{name}</legend>
      <label class="label">
        Command
        <input class="field code-field" maxLength={4_000} value={run ?? ''} onInput={(event) => change({ run: event.currentTarget.value })} />
      </label>
      <label class="label">
        Input
        <textarea class="field code-field" rows={1} value={input ?? ''} onInput={(event) => change({ input: event.currentTarget.value })} />
      </label>
      <label class="label">
        Expected output
        <textarea
          class="field code-field"
          rows={1}
          disabled={!compared}
          value={output ?? ''}
          onInput={(event) => change({ output: event.currentTarget.value })}
        />
      </label>
      <label class="small">
        <input
          type="checkbox"
          checked={!compared}
          onChange={(event) => change({ output: event.currentTarget.checked ? null : '' })}
        />{' '}
        Any output
      </label>
      <label class="small">
        {request ? 'Status' : 'Exit code'}{' '}
        <input
          class="field exit-code"
          type="number"
          min={request ? 100 : -255}
          max={request ? 599 : 255}
          value={exitCode ?? 0}
          onInput={(event) => change({ exit_code: Math.trunc(event.currentTarget.valueAsNumber) || 0 })}
        />{' '}
        <span class="quiet">{request ? '2xx must succeed, 4xx must be refused' : '0 must succeed; any other must fail, and say why'}</span>
      </label>
    </fieldset>
  );
}
