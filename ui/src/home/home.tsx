import { NewTask } from './new-task';
import { TaskList } from './task-list';

/** Where a requirement is given and earlier ones are found again. */
export function Home() {
  return (
    <div class="home">
      <header class="home-head">
        <h1>MGX Engine</h1>
        <a href="/docs">API</a>
      </header>
      <main>
        <NewTask />
        <TaskList />
      </main>
    </div>
  );
}
