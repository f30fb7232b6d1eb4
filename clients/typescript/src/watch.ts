import type { Event, TaskState } from './types.js';

/**
 * How a watch stands. `over`: everything was delivered; `gone`: there is no such task, or no longer; `refused`: the server
 * does not understand this client. After these three it does not come back.
 */
export type Link = 'connecting' | 'live' | 'reconnecting' | 'over' | 'gone' | 'refused';

export interface WatchListener {
  /** Events in order, each once; what arrives together is handed on together. */
  events(events: Event[]): void;
  state(state: TaskState): void;
  link(link: Link, reason: string): void;
  /** What the server says is wrong, in a sentence. */
  complaint(message: string): void;
}

interface Message {
  type: 'connected' | 'state' | 'event' | 'alive' | 'error';
  data: unknown;
}

/** The close codes after which a watch does not come back; after every other one, also one without a code, it does. */
const ENDS: ReadonlyMap<number, Link> = new Map([
  [1000, 'over'],
  [1002, 'refused'],
  [1007, 'refused'],
  [1008, 'gone'],
]);
/** A failure of the server's, and a client that reads too slowly or a full queue: coming back at once is of no use. */
const LATER: ReadonlySet<number> = new Set([1011, 1013]);

const UPGRADE_REQUIRED = 426;
/** So often in a row is a plain request answered before it is said that the WebSocket does not get through. */
const PLAIN_ANSWERS = 3;
/** A server says something at least every 15 s; two of these may be late. */
const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 150;
const LATER_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5_000;
/** How long events are gathered: what happens now is seen at once, what has happened long ago comes in bulk. */
const LIVE_MS = 16;
const HISTORY_MS = 400;

/** Watches a task over a WebSocket and comes back after the last event it saw until the task is over or gone. */
export class Watch {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private plain = 0;
  private closed = false;
  private reason = '';
  private arrived: Event[] = [];
  private handing = false;
  private history = 0;

  /**
   * @param address where the task is watched after an event
   * @param position only later events are handed on
   */
  constructor(
    private readonly address: (since: number) => URL,
    private position: number,
    private readonly listener: WatchListener,
    private readonly Socket: typeof WebSocket = WebSocket,
  ) {
    this.open();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.drop();
  }

  /** A connection that is silent may never end by itself, and closing it may wait for an answer: it is no longer listened to. */
  private drop(): void {
    clearTimeout(this.silence);
    this.socket?.close();
    this.socket = null;
  }

  /** Gives a connection up from which nothing comes: the machine has slept, or the way there is cut. */
  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.drop();
      this.open('reconnecting');
    }, SILENCE_MS);
  }

  /** Comes back at once instead of after the pause: the network is there again, or somebody looks. */
  hurry(): void {
    if (!this.closed && this.timer !== undefined) {
      this.open();
    }
  }

  private open(link: Link = this.failures === 0 ? 'connecting' : 'reconnecting'): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const address = this.address(this.position);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new this.Socket(address);
    this.socket = socket;
    this.listener.link(link, '');
    this.listen();
    socket.onmessage = (message) => {
      if (this.socket === socket) {
        this.listen();
        this.take(JSON.parse(message.data as string) as Message);
      }
    };
    socket.onclose = ({ code }) => {
      if (this.socket === socket) {
        this.ended(code);
      }
    };
  }

  /**
   * A browser does not show why a WebSocket is refused. Where a plain request of its address is answered each time and it
   * never opens in between, a proxy makes none of it, and the answer says how that is mended.
   */
  private async findOutWhy(): Promise<void> {
    try {
      const answer = await fetch(this.address(this.position));
      this.plain = answer.status === UPGRADE_REQUIRED ? this.plain + 1 : 0;
      if (this.plain === PLAIN_ANSWERS && !this.closed) {
        this.listener.complaint(((await answer.json()) as { detail: string }).detail);
      }
    } catch {
      this.plain = 0; // the server is away
    }
  }

  private take(message: Message): void {
    switch (message.type) {
      case 'connected':
        this.failures = 0;
        this.plain = 0;
        this.history = (message.data as { last_event_id?: number }).last_event_id ?? 0;
        this.listener.link('live', '');
        break;
      case 'state':
        this.handOn();
        this.listener.state(message.data as TaskState);
        break;
      case 'event':
        this.event(message.data as Event);
        break;
      case 'error':
        this.reason = (message.data as { message: string }).message;
        break;
    }
  }

  /** Numbers have no gaps: one that is missing is asked for again, and one that was there is not handed on twice. */
  private event(event: Event): void {
    if (event.event_id > this.position + 1) {
      this.drop();
      this.comeBack(FIRST_PAUSE_MS);
    } else if (event.event_id === this.position + 1) {
      const first = this.position === 0;
      this.position = event.event_id;
      this.arrived.push(event);
      this.handOnSoon(first || event.event_id >= this.history ? LIVE_MS : HISTORY_MS);
    }
  }

  /** Not by animation frames: a tab in the background has none, and its memory would grow. */
  private handOnSoon(ms: number): void {
    if (!this.handing) {
      this.handing = true;
      setTimeout(() => this.handOn(), ms);
    }
  }

  private handOn(): void {
    this.handing = false;
    if (this.arrived.length > 0 && !this.closed) {
      const events = this.arrived;
      this.arrived = [];
      this.listener.events(events);
    }
  }

  private ended(code: number): void {
    this.handOn();
    clearTimeout(this.silence);
    this.socket = null;
    if (this.closed) {
      return;
    }
    const end = ENDS.get(code);
    if (end !== undefined) {
      this.listener.link(end, end === 'refused' ? `The server does not understand this client (${code})` : this.reason);
      return;
    }
    if (this.reason !== '') {
      this.listener.complaint(this.reason); // of a task that is gone the listener says so itself
      this.reason = '';
    }
    this.comeBack(LATER.has(code) ? LATER_PAUSE_MS : FIRST_PAUSE_MS);
  }

  private comeBack(firstPause: number): void {
    const pause = Math.min(LONGEST_PAUSE_MS, firstPause * 2 ** this.failures);
    this.failures++;
    this.listener.link('reconnecting', '');
    if (this.failures > 1) {
      void this.findOutWhy();
    }
    this.timer = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }
}
