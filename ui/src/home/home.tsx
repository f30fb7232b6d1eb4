import { useLoaded } from '../parts/use';
import { rest } from '../wire/rest';
import { NewTask } from './new-task';
import { TaskList } from './task-list';

/** The start page: a form for a new task, and the tasks so far. */
export function Home() {
  const about = useLoaded(rest.about, '');
  return (
    <div class="home">
      <header class="home-head">
        <h1>MGX Engine</h1>
        {about.value && !about.value.simulated && <span class="quiet small">Model: {about.value.model}</span>}
        <a href="docs">API</a>
      </header>
      <main>
        {about.value?.simulated && (
          <p class="banner simulated">
            <b>Simulated:</b> canned answers. Connect a model to build anything.
          </p>
        )}
        <NewTask />
        <TaskList />
      </main>
    </div>
  );
}
