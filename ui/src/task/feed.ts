import type { Event, Link, TaskState, Watch, WatchListener } from 'mgx-client';
import { fold } from '../fold/fold';
import { EMPTY, type TaskView } from '../fold/view';
import { rest } from '../server';

/** A snapshot of a task as the page knows it. */
export interface Snapshot {
  readonly view: TaskView;
  /** The server's state of the task; the view lags behind it while history loads. */
  readonly state: TaskState | null;
  readonly link: Link;
  readonly reason: string;
}

/** Tells the other tabs of this browser that a task began to run again. */
const tabs = new BroadcastChannel('mgx-runs');

const LOOKS_FOR_RUN = 20;
const LOOK_MS = 250;

/** A task as it goes on: folds what the watch brings and tells its subscribers. One for each open task page. */
export class Feed implements WatchListener {
  private snapshot: Snapshot = { view: EMPTY, state: null, link: 'connecting', reason: '' };
  private readonly subscribers = new Set<() => void>();
  private watch: Watch;
  /** Whether a run was asked for since the watch began, which may yet end with the run before. */
  private expecting = false;
  private closed = false;

  constructor(
    readonly taskId: string,
    private readonly complain: (message: string) => void,
  ) {
    this.watch = rest.follow(taskId, 0, this);
    void this.askForState();
    tabs.addEventListener('message', this.otherTab);
    document.addEventListener('visibilitychange', this.seen);
    addEventListener('online', this.online);
  }

  close(): void {
    this.closed = true;
    this.watch.close();
    tabs.removeEventListener('message', this.otherTab);
    document.removeEventListener('visibilitychange', this.seen);
    removeEventListener('online', this.online);
  }

  get current(): Snapshot {
    return this.snapshot;
  }

  subscribe(subscriber: () => void): () => void {
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  /** A run was asked for, here: watch again, and have the other tabs do so. */
  ranAgain(): void {
    tabs.postMessage(this.taskId);
    this.again();
  }

  /** A run was asked for that begins at any moment: watch as soon as it has. */
  async expectRun(): Promise<void> {
    for (let look = 0; look < LOOKS_FOR_RUN && !this.closed; look++) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (this.snapshot.link === 'over' && (await this.hasMore())) {
        this.ranAgain();
        return;
      }
    }
  }

  events(events: Event[]): void {
    this.tell({ view: fold(this.snapshot.view, events) });
  }

  state(state: TaskState): void {
    this.tell({ state });
  }

  link(link: Link, reason: string): void {
    this.tell({ link, reason });
    if (link === 'refused') {
      this.complain(reason);
    }
    if (link === 'over' && this.expecting) {
      this.restart();
    }
  }

  complaint(message: string): void {
    this.complain(message);
  }

  private again(): void {
    if (this.snapshot.link === 'over') {
      this.restart();
    } else {
      this.expecting = true;
    }
  }

  private restart(): void {
    this.expecting = false;
    this.watch.close();
    if (!this.closed) {
      this.watch = rest.follow(this.taskId, this.snapshot.view.lastEventId, this);
    }
  }

  private readonly otherTab = (message: MessageEvent) => {
    if (message.data === this.taskId) {
      this.again();
    }
  };

  private readonly online = () => this.watch.hurry();

  /** The tab became visible: a run may have started elsewhere meanwhile. */
  private readonly seen = () => {
    if (document.hidden) {
      return;
    }
    this.watch.hurry();
    if (this.snapshot.link === 'over') {
      void this.hasMore().then((more) => more && this.again());
    }
  };

  /** A watch of a finished task says last how it stands, and a person wants to know it first. */
  private async askForState(): Promise<void> {
    const state = await rest.state(this.taskId).catch(() => null); // then the watch says it
    if (state !== null && this.snapshot.state === null && !this.closed) {
      this.tell({ state });
    }
  }

  /** Whether there are unseen events. Errors are ignored here; a person's own requests report them. */
  private hasMore(): Promise<boolean> {
    return rest.state(this.taskId).then(
      (state) => state.last_event_id > this.snapshot.view.lastEventId || state.queue_position !== null,
      () => false,
    );
  }

  private tell(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.subscribers.forEach((subscriber) => subscriber());
  }
}
