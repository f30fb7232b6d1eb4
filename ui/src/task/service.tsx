import { ExternalLink, Play, Square, Wrench } from 'lucide-preact';
import type { Service } from 'mgx-client';
import { useEffect, useState } from 'preact/hooks';
import { Code } from '../content/code';
import { useComplain } from '../parts/toasts';
import { rest } from '../server';

/** How often a program that runs is looked at, in milliseconds. */
const LOOK_MS = 3_000;

const SAYS: Record<Service['status'], string> = {
  starting: 'Starting…',
  running: 'Running',
  stopped: 'Not running',
  failed: 'Failed',
};

/** The program of a finished task, if it listens: started and stopped here, and opened in a tab of its own. */
export function ServicePanel({ id, over }: { id: string; over: boolean }) {
  const complain = useComplain();
  const [services, setServices] = useState<readonly Service[]>([]);
  const [busy, setBusy] = useState(false);
  const service = services[0];
  const live = service?.status === 'running' || service?.status === 'starting';
  useEffect(() => {
    let current = true;
    const look = () =>
      rest.services(id).then(
        (found) => current && setServices(found),
        () => undefined, // asked again, or the watch reports that the task is gone
      );
    void look();
    const looking = live ? setInterval(look, LOOK_MS) : undefined;
    return () => {
      current = false;
      clearInterval(looking);
    };
  }, [id, over, live]);
  if (service === undefined || !over) {
    return null;
  }
  const act = (call: Promise<readonly Service[]>) => {
    setBusy(true);
    call.then(setServices, (why: Error) => complain(why.message)).finally(() => setBusy(false));
  };
  return (
    <section class="service" aria-label="Running program">
      <p role="status">
        <b>{busy && !live ? SAYS.starting : SAYS[service.status]}</b> {service.reason}
      </p>
      <p class="actions">
        {service.url !== null && (
          <a class="button primary" href={service.url} target="_blank" rel="noreferrer">
            <ExternalLink size={16} aria-hidden /> Open
          </a>
        )}
        {live ? (
          <button type="button" class="button" disabled={busy} onClick={() => act(rest.stopService(id))}>
            <Square size={16} aria-hidden /> Stop the program
          </button>
        ) : (
          <button type="button" class="button primary" disabled={busy} onClick={() => act(rest.startService(id))}>
            <Play size={16} aria-hidden /> Start the program
          </button>
        )}
        {service.status === 'failed' && (
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => {
              const said = `The program does not run. ${service.reason}\n\n${service.last_output}`;
              rest.say(id, said).catch((why: Error) => complain(why.message));
            }}
          >
            <Wrench size={16} aria-hidden /> Ask the team to fix it
          </button>
        )}
      </p>
      {service.last_output !== '' && <Code text={service.last_output} language="" label="What it wrote last" />}
    </section>
  );
}
