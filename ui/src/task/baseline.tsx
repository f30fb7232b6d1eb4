import { CircleAlert, CircleCheck, CircleX } from 'lucide-preact';
import type { Baseline as BaselineOfTask } from 'mgx-client';
import { plural } from '../text/words';

/** Of a list of tests at most so many are named. */
const MAX_NAMES = 200;

interface BaselineProps {
  baseline: BaselineOfTask | null;
  over: boolean;
}

/** How the tests that a project had stood before it was changed, and how they stand now. */
export function Baseline({ baseline, over }: BaselineProps) {
  if (baseline === null) {
    return <p class="quiet">No tests of the project were run before it was changed.</p>;
  }
  const { before, after, command } = baseline;
  const { icon: Icon, tone, sentence } = judged(baseline, over);
  return (
    <section class="baseline" aria-label="Tests of the project">
      <p class={`verdict ${tone}`}>
        <Icon size={22} aria-hidden />
        <span>{sentence}</span>
      </p>
      <p class="small">
        Before: {counted([['passed', before.passed], ['failed', before.failed], ['flaky', before.flaky]])}
        {after && ` · Now: ${counted([['broken', after.broken], ['missing', after.missing], ['mended', after.mended], ['new', after.added]])}`}
        {' · '}
        <code>{command}</code>
      </p>
      {after && <Names title="Passed, and fail now" names={after.broken} open />}
      {after && <Names title="Passed, and are gone" names={after.missing} open />}
      {after && <Names title="Failed, and pass now" names={after.mended} />}
      {after && <Names title="New" names={after.added} />}
      <Names title="Failed before the change" names={before.failed} />
      <Names title="Sometimes passed, sometimes failed before the change" names={before.flaky} />
    </section>
  );
}

function judged({ before, after }: BaselineOfTask, over: boolean) {
  if (after === null) {
    return { icon: CircleAlert, tone: 'warn', sentence: `The project's tests were not run ${over ? '' : 'yet '}after the change` };
  }
  const lost = [
    after.broken.length > 0 && `${plural(after.broken.length, 'test')} that passed ${after.broken.length === 1 ? 'fails' : 'fail'} now`,
    after.missing.length > 0 && `${plural(after.missing.length, 'test')} that passed ${after.missing.length === 1 ? 'is' : 'are'} gone`,
  ].filter((each) => each !== false);
  if (lost.length > 0) {
    return { icon: CircleX, tone: 'bad', sentence: lost.join('; ') };
  }
  return before.passed.length === 0
    ? { icon: CircleAlert, tone: 'warn', sentence: 'No test of the project passed before the change' }
    : { icon: CircleCheck, tone: 'good', sentence: `What passed before the change still passes: ${plural(before.passed.length, 'test')}` };
}

/** How many of each there are, without those of which there are none. */
function counted(groups: readonly (readonly [string, readonly string[]])[]): string {
  const some = groups.filter(([, names]) => names.length > 0).map(([word, names]) => `${names.length} ${word}`);
  return some.length === 0 ? 'no difference' : some.join(', ');
}

function Names({ title, names, open = false }: { title: string; names: readonly string[]; open?: boolean }) {
  if (names.length === 0) {
    return null;
  }
  return (
    <details class="names" open={open}>
      <summary>
        {title} <span class="count">{names.length}</span>
      </summary>
      <ul>
        {names.slice(0, MAX_NAMES).map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      {names.length > MAX_NAMES && <p class="quiet small">and {names.length - MAX_NAMES} more</p>}
    </details>
  );
}
