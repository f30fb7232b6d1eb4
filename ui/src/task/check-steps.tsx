import type { CheckFile, CheckResult, CheckStep } from 'mgx-client';
import { isRequest } from '../text/commands';

interface CheckStepsProps {
  files: readonly CheckFile[];
  steps: readonly CheckStep[];
  /** What came of them, where that is known and not as expected. */
  result: CheckResult | null;
}

/** The commands of a check, what they are given, what is expected of each, and of one that failed what came instead. */
export function CheckSteps({ files, steps, result }: CheckStepsProps) {
  return (
    <div class="check-steps">
      {files.map((file) => (
        <Labelled key={file.path} label={`With ${file.path}`} text={file.content ?? ''} />
      ))}
      {steps.map((step, at) => (
        <CheckStepView key={at} step={step} came={result?.steps[at] ?? null} />
      ))}
    </div>
  );
}

function CheckStepView({ step, came }: { step: CheckStep; came: CheckResult['steps'][number] | null }) {
  const { run, input, output, exit_code: exitCode, files } = step;
  const request = isRequest(run);
  return (
    <>
      <pre class="check-command">
        {!request && <span aria-hidden="true">$ </span>}
        {run}
      </pre>
      {input && <Labelled label={request ? 'Sent' : 'Input'} text={input} />}
      {request && <p class="small quiet">Answers {exitCode}</p>}
      {!request && exitCode !== null && exitCode !== 0 && exitCode !== undefined && <p class="small quiet">Fails, with a message</p>}
      {typeof output === 'string' && <Labelled label="Expected" text={output} />}
      {(files ?? []).map((file) => (
        <Labelled key={file.path} label={`${file.path} then contains`} text={file.content ?? ''} />
      ))}
      {came?.problem && (
        <div class="check-problem">
          <p>{came.problem}</p>
          <Labelled label="Came" text={came.output} />
          {came.errors.trim() !== '' && <Labelled label="Errors" text={came.errors} />}
        </div>
      )}
    </>
  );
}

/** More of a text than this is cut: the whole is in the events. */
const MAX_TEXT = 2_000;

function Labelled({ label, text }: { label: string; text: string }) {
  const shown = text.replace(/\n+$/, '');
  return (
    <div class="check-text">
      <span class="small quiet">{label}</span>
      <pre>{shown === '' ? <i class="quiet">nothing</i> : shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT)}…` : shown}</pre>
    </div>
  );
}

/** Says that a check's verdict is not independent of the program. */
export function SelfReported() {
  const why = 'The verdict comes from test code that runs in the same process as the program, and not from comparing what it prints';
  return (
    <span class="badge unverified" title={why}>
      self-reported
      <span class="sr-only">: {why}</span>
    </span>
  );
}
