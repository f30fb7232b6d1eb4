import { File, Folder as FolderIcon } from 'lucide-preact';
import type { ArtifactFile } from 'mgx-client';
import { useMemo } from 'preact/hooks';
import { useLoaded } from '../parts/use';
import { address, type Place } from '../route';
import { rest } from '../server';
import type { Feed } from './feed';
import { FileView } from './file-view';
import { treeOf, type Folder } from './tree';

type TaskPlace = Extract<Place, { page: 'task' }>;

interface FilesProps {
  place: TaskPlace;
  written: number;
  feed: Feed;
  over: boolean;
}

/** The files that the team made, as they are now. */
export function Files({ place, written, feed, over }: FilesProps) {
  const { id, path } = place;
  const files = useLoaded(() => rest.files(id), `${id} ${written} ${over}`);
  const list = files.value?.files ?? [];
  const tree = useMemo(() => treeOf(list), [files.value]);
  if (files.error !== null) {
    return <p class="banner bad">{files.error}</p>;
  }
  if (list.length === 0) {
    return <p class="empty quiet">{files.value === null ? '' : 'No files yet.'}</p>;
  }
  const chosen = list.find((file) => file.file_path === (path || first(list)));
  return (
    <div class={`files${path ? ' chosen' : ''}`}>
      <nav class="file-tree" aria-label="Files">
        <Entries folder={tree} place={place} chosen={chosen?.file_path ?? ''} />
      </nav>
      {chosen ? (
        <FileView key={chosen.file_path} id={id} file={chosen} feed={feed} over={over} place={place} />
      ) : (
        <p class="empty quiet">{path} does not exist.</p>
      )}
    </div>
  );
}

/** What somebody wants to see first: what to read, else what was written. */
function first(files: readonly ArtifactFile[]): string {
  const readme = files.find((file) => /^readme\.md$/i.test(file.file_path));
  return (readme ?? files[0])?.file_path ?? '';
}

function Entries({ folder, place, chosen }: { folder: Folder; place: TaskPlace; chosen: string }) {
  return (
    <ul>
      {folder.folders.map((each) => (
        <li key={each.path}>
          <details open>
            <summary>
              <FolderIcon size={15} aria-hidden /> {each.name}
            </summary>
            <Entries folder={each} place={place} chosen={chosen} />
          </details>
        </li>
      ))}
      {folder.files.map((file) => (
        <li key={file.file_path}>
          <a
            href={address({ ...place, tab: 'files', path: file.file_path })}
            aria-current={file.file_path === chosen ? 'page' : undefined}
          >
            <File size={15} aria-hidden />
            <span class="file-name">{file.file_path.slice(file.file_path.lastIndexOf('/') + 1)}</span>
            {file.latest_version > 1 && <span class="version">v{file.latest_version}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}
