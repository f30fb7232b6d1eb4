import { useCallback, useState } from 'preact/hooks';
import { Home } from './home/home';
import { Complaints, Toasts, type Toast } from './parts/toasts';
import { usePlace } from './route';
import { TaskPage } from './task/task-page';

/** The most toasts shown at a time. */
const MAX_TOASTS = 3;

let lastToast = 0;

export function App() {
  const place = usePlace();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const complain = useCallback((message: string) => {
    const toast = { id: ++lastToast, message };
    setToasts((shown) => [...shown.filter((each) => each.message !== message), toast].slice(-MAX_TOASTS));
  }, []);
  const dismiss = useCallback((id: number) => setToasts((shown) => shown.filter((each) => each.id !== id)), []);
  return (
    <Complaints.Provider value={complain}>
      {place.page === 'home' ? <Home /> : <TaskPage key={place.id} place={place} />}
      <Toasts toasts={toasts} dismiss={dismiss} />
    </Complaints.Provider>
  );
}
