import { useLoaded } from '../parts/use';
import { rest } from '../wire/rest';
import { NewTask } from './new-task';
import { TaskList } from './task-list';

/** Where a requirement is given and earlier ones are found again. */
export function Home() {
  const about = useLoaded(rest.about, '');
  return (
    <div class="home">
      <header class="home-head">
        <h1>MGX Engine</h1>
        {about.value && !about.value.simulated && <span class="quiet small">answered by {about.value.model}</span>}
        <a href="/docs">API</a>
      </header>
      <main>
        {about.value?.simulated && (
          <p class="banner simulated">
            <b>Simulated model.</b> No real model answers: it knows a few small programs, and what it writes is canned. Set
            a provider's key to work with a real one.
          </p>
        )}
        <NewTask />
        <TaskList />
      </main>
    </div>
  );
}
