import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';

/** Shows an error sentence as a toast. */
export type Complain = (message: string) => void;

export const Complaints = createContext<Complain>(() => undefined);

export function useComplain(): Complain {
  return useContext(Complaints);
}

interface Toast {
  readonly id: number;
  readonly message: string;
}

/** The most toasts shown at a time. */
const MAX_TOASTS = 3;
/** How long a toast stays by itself; one that is pointed at stays. */
const LASTS_MS = 10_000;

let lastToast = 0;

/** The toasts of one page: they do not follow to another. */
export function useToasts(page: string): { toasts: readonly Toast[]; complain: Complain; dismiss: (id: number) => void } {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const complain = useCallback((message: string) => {
    const toast = { id: ++lastToast, message };
    setToasts((shown) => [...shown.filter((each) => each.message !== message), toast].slice(-MAX_TOASTS));
  }, []);
  const dismiss = useCallback((id: number) => setToasts((shown) => shown.filter((each) => each.id !== id)), []);
  useEffect(() => () => setToasts([]), [page]);
  return { toasts, complain, dismiss };
}

export function Toasts({ toasts, dismiss }: { toasts: readonly Toast[]; dismiss: (id: number) => void }) {
  return (
    <div class="toasts" role="alert">
      {toasts.map((toast) => (
        <ToastRow key={toast.id} toast={toast} dismiss={dismiss} />
      ))}
    </div>
  );
}

function ToastRow({ toast: { id, message }, dismiss }: { toast: Toast; dismiss: (id: number) => void }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) {
      return undefined;
    }
    const timer = setTimeout(() => dismiss(id), LASTS_MS);
    return () => clearTimeout(timer);
  }, [held, id]);
  return (
    <div class="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
      <span>{message}</span>
      <button type="button" class="button plain" aria-label="Dismiss" onClick={() => dismiss(id)}>
        ×
      </button>
    </div>
  );
}
