import { Home } from './home/home';
import { Keys } from './parts/keys';
import { Complaints, Toasts, useToasts } from './parts/toasts';
import { usePlace } from './route';
import { TaskPage } from './task/task-page';

export function App() {
  const place = usePlace();
  const { toasts, complain, dismiss } = useToasts(place.page === 'home' ? '' : place.id);
  return (
    <Complaints.Provider value={complain}>
      {place.page === 'home' ? <Home /> : <TaskPage key={place.id} place={place} />}
      <Toasts toasts={toasts} dismiss={dismiss} />
      <Keys />
    </Complaints.Provider>
  );
}
