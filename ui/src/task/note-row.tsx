import { useState } from 'preact/hooks';
import { Code, languageOf } from '../content/code';
import { Diff } from '../content/diff';
import { Markdown } from '../content/markdown';
import type { Execution, Note } from '../fold/view';
import { address } from '../route';
import { plain } from '../text/ansi';
import { clock, plural } from '../text/words';

interface NoteRowProps {
  note: Note;
  inStep: boolean;
  taskId: string;
  execution: Execution | null;
}

/** A message longer than this is cut: its whole is in the events. */
const MAX_MESSAGE = 4_000;

/** An entry of the timeline, shown by its kind. */
export function NoteRow({ note, inStep, taskId, execution }: NoteRowProps) {
  const file = note.filePath;
  // A diagnosis is its body; that a program is run is the title of its step.
  const spoken = note.visual !== 'DEBUG' && !(inStep && note.type === 'log' && execution !== null);
  const isFile = file !== null && (note.visual === 'CODE' || note.visual === 'DIFF');
  if (note.type === 'start' && note.content !== null) {
    return <Requirement note={note} text={note.content} />;
  }
  return (
    <div class={`note ${note.type}${inStep ? ' in-step' : ''}`}>
      {spoken && (
        <p class="note-message">
          {note.type === 'user' && <b>You: </b>}
          {isFile ? (
            <a href={address({ page: 'task', id: taskId, tab: 'files', path: file })}>{note.message}</a>
          ) : (
            plain(note.message).slice(0, MAX_MESSAGE)
          )}
          {!inStep && <time dateTime={note.at}>{clock(note.at)}</time>}
        </p>
      )}
      <Body note={note} execution={execution} taskId={taskId} />
    </div>
  );
}

/** What the task is to come to, before anything that was done for it. */
function Requirement({ note, text }: { note: Note; text: string }) {
  return (
    <>
      <div class="note user">
        <p class="note-message">
          <b>Requirement: </b>
          {plain(text).slice(0, MAX_MESSAGE)}
          {text.length > MAX_MESSAGE && '…'}
        </p>
      </div>
      <div class="note start">
        <p class="note-message">
          {note.message}
          <time dateTime={note.at}>{clock(note.at)}</time>
        </p>
      </div>
    </>
  );
}

function Body({ note, execution, taskId }: { note: Note; execution: Execution | null; taskId: string }) {
  if (note.diff !== null) {
    return <Diff text={note.diff} />;
  }
  if (note.visual === 'DEBUG') {
    return <Markdown text={note.content ?? note.message} />;
  }
  if (note.visual === 'CODE' && note.content !== null) {
    return <Excerpt text={note.content} language={languageOf(note.filePath ?? '')} />;
  }
  if (execution !== null && note.type === 'log') {
    return <Output execution={execution} taskId={taskId} />;
  }
  if (note.content !== null && note.type !== 'user') {
    return <Markdown text={note.content} />;
  }
  return null;
}

const EXCERPT_LINES = 12;

/** The beginning of a file, and the whole of it when asked for. */
function Excerpt({ text, language }: { text: string; language: string }) {
  const [whole, setWhole] = useState(false);
  const lines = text.split('\n');
  const long = lines.length > EXCERPT_LINES + 4;
  return (
    <>
      <Code text={whole || !long ? text : lines.slice(0, EXCERPT_LINES).join('\n')} language={language} />
      {long && (
        <button type="button" class="button plain more" onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : `Show all ${plural(lines.length, 'line')}`}
        </button>
      )}
    </>
  );
}

const LAST_LINES = 10;

/** The last lines of a run of a program, as they come. */
function Output({ execution, taskId }: { execution: Execution; taskId: string }) {
  const { lines } = execution;
  if (lines.length === 0) {
    return null;
  }
  const shown = lines.slice(-LAST_LINES);
  return (
    <>
      <pre class="output">
        {shown.map((line, at) => (
          <span key={at} class={line.error ? 'stderr' : undefined}>
            {plain(line.text).slice(0, 500)}
            {'\n'}
          </span>
        ))}
      </pre>
      {lines.length > LAST_LINES && (
        <a class="small" href={address({ page: 'task', id: taskId, tab: 'terminal', path: String(execution.firstId) })}>
          Show all {plural(lines.length, 'line')}
          <span class="sr-only"> of {execution.command}</span>
        </a>
      )}
    </>
  );
}
