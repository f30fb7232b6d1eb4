import type { Event, TaskState } from './types';

/** How a watch stands. `over`: everything was delivered; `gone`: there is no such task, or no longer. */
export type Link = 'connecting' | 'live' | 'reconnecting' | 'over' | 'gone';

export interface WatchListener {
  events(events: Event[]): void;
  state(state: TaskState): void;
  link(link: Link, reason: string): void;
  /** What the server says is wrong, in a sentence. */
  complaint(message: string): void;
  /** The event that delivery goes on after. */
  position(): number;
}

interface Message {
  type: 'connected' | 'state' | 'event' | 'alive' | 'error';
  data: unknown;
}

const OVER = 1000;
const GONE = 1008;
const UPGRADE_REQUIRED = 426;
/** So often in a row is a plain request answered before it is said that the WebSocket does not get through. */
const PLAIN_ANSWERS = 3;
/** A server says something at least every 15 s; two of these may be late. */
const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 5_000;
/** How long events are gathered: what happens now is seen at once, what has happened long ago comes in bulk. */
const LIVE_MS = 16;
const HISTORY_MS = 400;

/**
 * Watches a task over a WebSocket and comes back after the last event it saw until the task is over or gone.
 * It never starts a task. What arrives together is handed on together.
 */
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

  constructor(
    private readonly taskId: string,
    private readonly listener: WatchListener,
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
    const address = this.address();
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.socket = socket;
    this.listener.link(link, '');
    this.listen();
    socket.onmessage = (message) => {
      if (this.socket === socket) {
        this.listen();
        this.take(JSON.parse(message.data as string) as Message);
      }
    };
    socket.onclose = (end) => {
      if (this.socket === socket) {
        this.ended(end);
      }
    };
  }

  private address(): URL {
    const query = `version=2&start=false&since_event_id=${this.listener.position()}`;
    return new URL(`ws/tasks/${encodeURIComponent(this.taskId)}?${query}`, document.baseURI);
  }

  /**
   * A browser does not show why a WebSocket is refused. Where a plain request of its address is answered each time and it
   * never opens in between, a proxy makes none of it, and the answer says how that is mended.
   */
  private async findOutWhy(): Promise<void> {
    try {
      const answer = await fetch(this.address());
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
        this.arrived.push(message.data as Event);
        this.handOnSoon((message.data as Event).event_id < this.history ? HISTORY_MS : LIVE_MS);
        break;
      case 'error':
        this.reason = (message.data as { message: string }).message;
        break;
    }
  }

  /** Not by animation frames: a tab in the background has none, and its memory would grow. */
  private handOnSoon(ms: number): void {
    if (!this.handing) {
      this.handing = true;
      setTimeout(() => this.handOn(), this.listener.position() === 0 ? LIVE_MS : ms);
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

  private ended(end: CloseEvent): void {
    this.handOn();
    clearTimeout(this.silence);
    this.socket = null;
    if (this.closed) {
      return;
    }
    if (end.code === OVER) {
      this.listener.link('over', '');
    } else if (end.code === GONE) {
      this.listener.link('gone', this.reason);
    } else {
      if (this.reason !== '') {
        this.listener.complaint(this.reason); // of a task that is gone the page says so itself
        this.reason = '';
      }
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
      this.failures++;
      this.listener.link('reconnecting', '');
      if (this.failures > 1) {
        void this.findOutWhy();
      }
      this.timer = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
    }
  }
}
