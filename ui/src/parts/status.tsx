import type { Status } from 'mgx-client';
import { statusName } from '../text/words';

/** The status, with a mark if it is unverified. */
export function StatusBadge({ status, unverified = false }: { status: Status; unverified?: boolean }) {
  return (
    <span class={`badge ${unverified ? 'unverified' : status}`}>
      {statusName(status)}
      {unverified && ', unverified'}
    </span>
  );
}

export function Progress({ value, label }: { value: number; label: string }) {
  const percent = Math.round(value * 100);
  return (
    <div class="bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}
