import { expect, test } from '@playwright/test';
import type { Event } from 'mgx-client';
import { callAfter, type Call } from '../../src/fold/calls';
import { fold } from '../../src/fold/fold';
import { EMPTY, type Step } from '../../src/fold/view';
import { describeCall } from '../../src/text/call';
import { isCommand } from '../../src/text/commands';

const BEGAN = Date.UTC(2026, 0, 1);
const at = (second: number) => BEGAN + second * 1000;

function event(second: number, event_type: Event['event_type'], payload: Partial<Event['payload']>, event_id = 1): Event {
  return {
    event_id,
    task_id: 't',
    timestamp: new Date(at(second)).toISOString(),
    agent_role: 'Architect',
    event_type,
    parent_id: null,
    file_path: null,
    code_diff: null,
    execution_result: null,
    visual_type: null,
    payload: { message: event_type, step: 'design', ...payload },
  };
}

const asked = (second: number, attempt = 1) =>
  event(second, 'LOG', { status: 'calling', call: 1, attempt, estimated_input_tokens: 1_234 });
const piece = (second: number, content: string, attempt = 1) => event(second, 'MESSAGE_DELTA', { content, call: 1, attempt });

/** The call after these events. */
const call = (...events: Event[]) => events.reduce<Call | null>(callAfter, null);
const said = (second: number, ...events: Event[]) => {
  const open = call(...events);
  return open && describeCall(open, at(second));
};

test('a model that reads its prompt is said to, and for how long', () => {
  expect(said(0, asked(0))).toBe('reading the prompt (about 1,200 tokens)');
  expect(said(35, asked(0))).toBe('reading the prompt (about 1,200 tokens), 35 s');
  expect(said(3, event(0, 'LOG', { status: 'calling' }))).toBe('reading the prompt, 3 s');
});

test('a model that writes is said to have written so many words, and how fast', () => {
  expect(said(40, asked(0), piece(40, 'one'))).toBe('1 word');
  expect(said(41, asked(0), piece(40, 'one'), piece(41, ' two thr'), piece(42, 'ee four'))).toBe('4 words, 1.5 words a second');
  expect(said(61, asked(0), piece(40, 'a'), piece(41, ' b c d e'))).toBe('5 words, 4 words a second, nothing more for 20 s');
});

test('words are the same however the text is cut into pieces, and without blanks each character is one', () => {
  const text = 'Write  a\nprogram: 建造一个 done';
  const whole = call(asked(0), piece(1, text));
  const single = call(asked(0), ...[...text].map((letter) => piece(1, letter)));
  expect(whole?.words).toBe(8);
  expect(single?.words).toBe(8);
});

test('another attempt begins anew, and what ends a call leaves none', () => {
  expect(said(9, asked(0), piece(1, 'one two'), piece(2, 'three', 2))).toBe('1 word');
  expect(call(asked(0), piece(1, 'one'), event(2, 'LOG', { status: 'retrying' }))).toBeNull();
  expect(call(asked(0), piece(1, 'one'), event(2, 'MESSAGE', {}))).toBeNull();
});

test('a thought is called one', () => {
  expect(said(1, asked(0), event(1, 'MESSAGE_DELTA', { content: 'hm', thought: true, call: 1, attempt: 1 }))).toBe('thinking, 1 word');
});

test('the call under way stands in its step, and is gone when its run ends', () => {
  const events = [event(0, 'AGENT_START', {}, 1), { ...asked(1), event_id: 2 }, { ...piece(2, 'one'), event_id: 3 }];
  const [step] = fold(EMPTY, events).entries as Step[];
  expect(step?.call?.words).toBe(1);
  const ended = fold(EMPTY, [...events, { ...event(3, 'TASK_CANCELLED', {}, 4), agent_role: null, payload: { message: '' } }]);
  expect((ended.entries as Step[])[0]?.call).toBeNull();
});

test('commands are told from sentences about them', () => {
  for (const line of ['python3 roman.py 14', 'java Todo.java', 'Rscript main.R --fast 3', 'PORT=80 node server.js', './run.sh a b .', 'ls']) {
    expect(isCommand(line), line).toBe(true);
  }
  for (const line of ['Open index.html in a browser', 'Run the program with Python 3.', 'just call it on the file.', 'In the folder:', ' ']) {
    expect(isCommand(line), line).toBe(false);
  }
});
