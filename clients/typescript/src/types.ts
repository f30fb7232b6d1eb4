import type { components, operations } from './openapi.js';

/** The wire's types by short names. All are generated from the server's `openapi.yaml`: see `npm run types`. */

type Schemas = components['schemas'];

/** The server's description and its model. */
export type About = operations['about']['responses'][200]['content']['application/json'];

export type Status = Schemas['TaskStatus'];
export type TaskOptions = NonNullable<Schemas['TaskOptions']>;
export type NewTask = Schemas['NewTask'];
export type Task = Schemas['Task'];
export type TaskPage = Schemas['TaskPage'];
export type ListedTask = Schemas['ListedTask'];
export type TaskState = Schemas['TaskState'];
export type ErrorType = Schemas['ErrorType'];
export type ProblemType = Schemas['ProblemType'];
export type FieldError = Schemas['FieldError'];
export type NewRun = NonNullable<Schemas['NewRun']>;
export type RunAnswer = Schemas['RunAnswer'];
export type Done = Schemas['Done'];
export type Approval = Schemas['Approval'];
export type NewEdit = Schemas['NewEdit'];
export type Usage = Schemas['Usage'];
export type WaitingFor = NonNullable<Schemas['WaitingFor']>;
export type FinalResult = NonNullable<Schemas['FinalResult']>;
export type AcceptanceCheck = Schemas['AcceptanceCheck'];
export type CheckStep = Schemas['CheckStep'];
export type CheckFile = NonNullable<Schemas['CheckFiles']>[number];
export type CheckResult = Schemas['CheckResult'];
export type FinalCheck = NonNullable<FinalResult['checks']>[number];
export type CheckChange = NonNullable<NonNullable<FinalResult['checks']>[number]['changed']>;

export type Event = Schemas['Event'];
export type EventType = Event['event_type'];
export type EventList = Schemas['EventList'];
export type VisualType = NonNullable<Event['visual_type']>;

export type FileList = Schemas['FileList'];
export type ArtifactFile = FileList['files'][number];
export type ArtifactContent = Schemas['FileContent'];
export type VersionList = Schemas['VersionList'];
export type ArtifactVersion = VersionList['versions'][number];
export type Edited = Schemas['Edited'];
/** A program of a task that listens. */
export type Service = Schemas['Service'];

/** A file that a task has changed in the project it began with. */
export type ChangedFile = Schemas['FileChange'];
export type Baseline = Schemas['Baseline'];
export type Changes = Schemas['ProjectChanges'];

export type Trace = Schemas['Trace'];
export type TracedCheck = Trace['checks'][number];
export type TracedFile = Trace['files'][number];

export const ERROR_TYPES: readonly ErrorType[] = [
  'deadline',
  'budget',
  'checks_failed',
  'plan_refused',
  'model_unreachable',
  'model_refused',
  'sandbox',
  'storage',
  'internal',
];

export function isTerminal(status: Status): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';
}
