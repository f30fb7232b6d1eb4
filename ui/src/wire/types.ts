/** The wire contract as the page sees it. Names are those of the wire. */

/** What the server is, and which model answers. */
export interface About {
  message: string;
  version: string;
  model?: string;
  simulated?: boolean;
}

export type Status = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface TaskOptions {
  max_duration_seconds?: number | null;
  max_cost_usd?: number | null;
  max_tokens?: number | null;
  require_plan_approval?: boolean | null;
  model?: string | null;
}

export interface Task {
  id: string;
  title: string | null;
  input_prompt: string;
  status: Status;
  created_at: string;
  updated_at: string;
  result_summary: string | null;
  options?: TaskOptions | null;
  queue_position?: number | null;
}

export interface TaskPage {
  items: Task[];
  total: number;
  page: number;
  page_size: number;
  total_pages: number;
}

export interface Usage {
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
  llm_calls: number;
}

export interface WaitingFor {
  what: string;
  since: string;
  until: string | null;
}

/** That the test of a check was written anew after it had failed. */
export interface CheckChange {
  by: string;
  reason: string;
}

export interface FinalResult {
  summary?: string;
  files?: string[];
  how_to_run?: string;
  checks?: { id?: string; check: string; passed: boolean; changed?: CheckChange }[];
  verified?: boolean;
  sandbox?: string;
}

export interface TaskState {
  task_id: string;
  status: Status;
  progress: number;
  current_agent: string | null;
  last_message: string | null;
  started_at: string | null;
  completed_at: string | null;
  error_message: string | null;
  final_result: FinalResult | null;
  run: number;
  attempt: number;
  queue_position: number | null;
  simulated: boolean;
  usage: Usage;
  last_event_id: number;
  waiting_for: WaitingFor | null;
}

export type EventType =
  | 'TASK_START'
  | 'AGENT_START'
  | 'AGENT_COMPLETE'
  | 'LOG'
  | 'MESSAGE'
  | 'MESSAGE_DELTA'
  | 'USER_MESSAGE'
  | 'APPROVAL_REQUEST'
  | 'EXECUTION_STREAM'
  | 'RESULT'
  | 'ERROR'
  | 'TASK_COMPLETE'
  | 'TASK_ERROR'
  | 'TASK_CANCELLED';

export type VisualType = 'MESSAGE' | 'CODE' | 'DIFF' | 'EXECUTION' | 'DEBUG';

export interface Payload {
  message: string;
  content?: string;
  step?: string;
  try?: number;
  status?: string;
  progress?: number;
  attempt?: number;
  usage?: Usage;
  simulated?: boolean;
  model?: string;
  kind?: string;
  max_duration_seconds?: number;
  waiting_for?: WaitingFor | null;
  final_result?: FinalResult | null;
  stream_type?: 'stdout' | 'stderr';
  line?: string;
  isolation?: string;
  approved?: boolean;
  execution?: ExecutionDetails;
  [other: string]: unknown;
}

export interface ExecutionDetails {
  command?: string;
  exit_code?: number | null;
  duration_ms?: number;
  truncated?: boolean;
  passed?: boolean;
}

export interface Event {
  event_id: number;
  task_id: string;
  timestamp: string;
  agent_role: string | null;
  event_type: EventType;
  payload: Payload;
  parent_id: number | null;
  file_path: string | null;
  code_diff: string | null;
  execution_result: string | null;
  visual_type: VisualType | null;
}

export interface ArtifactFile {
  file_path: string;
  latest_version: number;
  total_versions: number;
  created_at: string;
  updated_at: string;
  agent_role: string;
  mime_type: string;
  language: string;
}

export interface ArtifactContent {
  task_id: string;
  file_path: string;
  version: number;
  artifact_id: string;
  agent_role: string;
  content: string;
  created_at: string;
  mime_type: string;
  language: string;
}

export interface ArtifactVersion {
  version: number;
  artifact_id: string;
  agent_role: string;
  created_at: string;
  content_length: number;
}

/** What led to what; what the task has not got to yet is missing or null. */
export interface Trace {
  requirement: string;
  checks: TracedCheck[];
  files: TracedFile[];
}

export interface TracedCheck {
  id: string;
  check: string;
  sentence: string;
  /** Where the sentence is in the requirement, in code points; null where it was not found. */
  sentence_start: number | null;
  sentence_end: number | null;
  test_file: string | null;
  status: 'passed' | 'failed' | 'not_run';
  /** The event of the execution that says so. */
  last_execution: number | null;
  /** Null while the test is the one that was tried first. */
  changed?: CheckChange | null;
}

export interface TracedFile {
  file_path: string;
  agent_role: string;
  version: number;
  design: { purpose: string; depends_on: string[] } | null;
  /** The ids of the checks that it tests. */
  checks: string[];
}

export function isTerminal(status: Status): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';
}
