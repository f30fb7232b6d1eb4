import { useLoaded } from '../parts/use';
import { address, type Place } from '../route';
import { rest } from '../wire/rest';

/** The files that the team made, as they are now. */
export function Files({ place, written }: { place: Extract<Place, { page: 'task' }>; written: number }) {
  const { id, path } = place;
  const files = useLoaded(() => rest.files(id), `${id} ${written}`);
  if (files.error !== null) {
    return <p class="banner bad">{files.error}</p>;
  }
  const list = files.value?.files ?? [];
  if (files.value !== null && list.length === 0) {
    return <p class="empty quiet">No files yet.</p>;
  }
  return (
    <div class="files">
      <ul class="file-list">
        {list.map((file) => (
          <li key={file.file_path}>
            <a
              href={address({ ...place, tab: 'files', path: file.file_path })}
              aria-current={file.file_path === path ? 'page' : undefined}
            >
              {file.file_path}
            </a>
            {file.latest_version > 1 && <span class="quiet small"> v{file.latest_version}</span>}
          </li>
        ))}
      </ul>
      {path && <FileText id={id} path={path} written={written} />}
    </div>
  );
}

function FileText({ id, path, written }: { id: string; path: string; written: number }) {
  const { value, error } = useLoaded(() => rest.content(id, path), `${id} ${path} ${written}`);
  if (error !== null) {
    return <p class="banner bad">{error}</p>;
  }
  return (
    <pre class="file-text" tabIndex={0} aria-label={path}>
      {value?.content}
    </pre>
  );
}
