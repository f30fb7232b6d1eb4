import type { About, TaskOptions } from 'mgx-client';
import { useLoaded } from './use';
import { rest } from '../server';

interface LimitsProps {
  options: TaskOptions;
  /** What holds where a field is left empty. */
  before: TaskOptions;
  change: (options: TaskOptions) => void;
}

/** The model and the limits of a run; an empty field leaves what is there, which its placeholder says. */
export function Limits({ options, before, change }: LimitsProps) {
  const about = useLoaded(() => rest.about(), '').value;
  const number = (text: string) => (text.trim() === '' ? null : Number(text));
  const whole = (text: string) => {
    const value = number(text);
    return value === null ? null : Math.trunc(value);
  };
  return (
    <>
      <label>
        <span class="label">Model</span>
        <input
          class="field"
          maxLength={200}
          placeholder={before.model ?? about?.model ?? ''}
          value={options.model ?? ''}
          onInput={(event) => change({ ...options, model: event.currentTarget.value.trim() || null })}
        />
      </label>
      <label>
        <span class="label">Time limit (seconds)</span>
        <input
          class="field"
          type="number"
          min={1}
          max={604_800}
          placeholder={limit(before.max_duration_seconds, about, 'max_duration_seconds')}
          value={options.max_duration_seconds ?? ''}
          onInput={(event) => change({ ...options, max_duration_seconds: whole(event.currentTarget.value) })}
        />
      </label>
      <label>
        <span class="label">Budget (USD)</span>
        <input
          class="field"
          type="number"
          min={0}
          step="0.01"
          placeholder={limit(before.max_cost_usd, about, 'max_cost_usd')}
          value={options.max_cost_usd ?? ''}
          onInput={(event) => change({ ...options, max_cost_usd: number(event.currentTarget.value) })}
        />
      </label>
      <label>
        <span class="label">Token limit</span>
        <input
          class="field"
          type="number"
          min={1}
          placeholder={limit(before.max_tokens, about, 'max_tokens')}
          value={options.max_tokens ?? ''}
          onInput={(event) => change({ ...options, max_tokens: whole(event.currentTarget.value) })}
        />
      </label>
    </>
  );
}

type Limit = 'max_duration_seconds' | 'max_cost_usd' | 'max_tokens';

/** The task's limit, else the server's; nothing where the server has not said it. */
function limit(own: number | null | undefined, about: About | null, name: Limit): string {
  if (own !== null && own !== undefined) {
    return String(own);
  }
  const common = about?.[name];
  return common === undefined ? '' : String(common ?? 'No limit');
}
