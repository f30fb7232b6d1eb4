import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Shows an error sentence as a toast. */
export type Complain = (message: string) => void;

export const Complaints = createContext<Complain>(() => undefined);

export function useComplain(): Complain {
  return useContext(Complaints);
}

export interface Toast {
  readonly id: number;
  readonly message: string;
}

export function Toasts({ toasts, dismiss }: { toasts: readonly Toast[]; dismiss: (id: number) => void }) {
  return (
    <div class="toasts" role="alert">
      {toasts.map((toast) => (
        <div key={toast.id} class="toast">
          <span>{toast.message}</span>
          <button type="button" class="button plain" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
