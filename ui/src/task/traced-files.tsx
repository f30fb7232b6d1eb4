import type { TracedFile } from 'mgx-client';
import { address, checksAddress, type Place } from '../route';

interface TracedFilesProps {
  files: readonly TracedFile[];
  place: Extract<Place, { page: 'task' }>;
  chosen: readonly string[];
}

/** The files with what the design says that each is for, and the checks that run it. */
export function TracedFiles({ files, place, chosen }: TracedFilesProps) {
  if (files.length === 0) {
    return null;
  }
  const toFile = (path: string) => (
    <a key={path} href={address({ ...place, tab: 'files', path })}>
      {path}
    </a>
  );
  return (
    <>
      <h2>Files</h2>
      <ul class="check-list" aria-label="Files and their purpose">
        {files.map(({ file_path: path, design, checks }) => (
          <li key={path} class={`traced-file${checks.some((check) => chosen.includes(check)) ? ' chosen' : ''}`}>
            {toFile(path)}
            <p class="small quiet">{design ? design.purpose : 'Not part of the design'}</p>
            {design && design.depends_on.length > 0 && (
              <p class="small quiet check-facts">Uses {design.depends_on.map(toFile)}</p>
            )}
            {checks.length > 0 && (
              <p class="small quiet check-facts">
                Run by{' '}
                {checks.map((check) => (
                  <a key={check} href={checksAddress(place, [check])}>
                    {check}
                  </a>
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
