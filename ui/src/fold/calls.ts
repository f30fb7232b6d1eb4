import type { Event } from 'mgx-client';

/** A model call under way. Its times are those of the events, so that after a reconnect it comes to the same. */
export interface Call {
  /** Which call of the step's try it is, and which attempt at it. */
  readonly which: string;
  /** About how long its prompt is, or null. */
  readonly promptTokens: number | null;
  readonly askedAt: string;
  /** When the first and the last piece of text came; null while the model reads its prompt. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly words: number;
  /** How many words the first piece had: it took no time that can be measured. */
  readonly wordsAtFirst: number;
  readonly inWord: boolean;
  /** What it writes now is a thought and no answer. */
  readonly thinks: boolean;
}

/** The call that an event tells of: one that begins, one that goes on, or none any more. */
export function callAfter(before: Call | null, event: Event): Call | null {
  const { payload } = event;
  if (event.event_type === 'MESSAGE_DELTA') {
    const known = before?.which === whichOf(event) ? before : begun(event);
    return written(known, payload.content ?? '', event.timestamp, payload.thought === true);
  }
  return event.event_type === 'LOG' && payload.status === 'calling' ? begun(event) : null;
}

function whichOf({ payload }: Event): string {
  return `${payload.call ?? 0}/${payload.attempt ?? 0}`;
}

function begun(event: Event): Call {
  return {
    which: whichOf(event),
    promptTokens: event.payload.estimated_input_tokens ?? null,
    askedAt: event.timestamp,
    firstAt: null,
    lastAt: null,
    words: 0,
    wordsAtFirst: 0,
    inWord: false,
    thinks: false,
  };
}

/** A word, or a character of a script that has no blanks between words. */
const WORD = /\p{Ideographic}|[^\s\p{Ideographic}]+/gu;
const LETTER = /[^\s\p{Ideographic}]/u;

function written(call: Call, text: string, at: string, thinks: boolean): Call {
  const characters = [...text];
  const goesOn = call.inWord && LETTER.test(characters[0] ?? '');
  const words = call.words + (text.match(WORD)?.length ?? 0) - (goesOn ? 1 : 0);
  return {
    ...call,
    firstAt: call.firstAt ?? at,
    lastAt: at,
    words,
    wordsAtFirst: call.firstAt === null ? words : call.wordsAtFirst,
    inWord: text === '' ? call.inWord : LETTER.test(characters.at(-1) ?? ''),
    thinks,
  };
}
