import type { ArtifactFile } from 'mgx-client';

export interface Folder {
  readonly name: string;
  readonly path: string;
  readonly folders: Folder[];
  readonly files: ArtifactFile[];
}

/** The files in their folders, folders first, each by name. */
export function treeOf(files: readonly ArtifactFile[]): Folder {
  const root: Folder = { name: '', path: '', folders: [], files: [] };
  for (const file of [...files].sort((a, b) => a.file_path.localeCompare(b.file_path))) {
    const segments = file.file_path.split('/').slice(0, -1);
    let folder = root;
    for (const name of segments) {
      let next = folder.folders.find((each) => each.name === name);
      if (!next) {
        next = { name, path: folder.path ? `${folder.path}/${name}` : name, folders: [], files: [] };
        folder.folders.push(next);
      }
      folder = next;
    }
    folder.files.push(file);
  }
  return root;
}
