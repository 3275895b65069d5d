import type { QueryKey } from '@tanstack/react-query';
import { Problem } from '../api/problem';
import { useSave } from './useSave';

interface DeleteOptions {
  /** The version that the person saw. */
  readonly version: number;
  /** The version as it is read now, for where a refusal does not tell it. */
  readonly latest?: number;
  readonly remove: (version: number) => Promise<unknown>;
  readonly changes: readonly QueryKey[];
  readonly done: () => void;
  readonly says: string;
}

/** A deletion of the version that was looked at; when it had changed meanwhile, that is said, and a second try means the new one. */
export function useDelete({ version, latest, remove, changes, done, says }: DeleteOptions) {
  const deletion = useSave({ save: remove, changes, done, says });
  const { error } = deletion;
  const stale = error instanceof Problem && error.isStale;
  const current = stale ? ((error.current as { version: number } | undefined)?.version ?? latest) : undefined;
  return {
    remove: () => deletion.mutate(current ?? version),
    busy: deletion.isPending,
    error,
  };
}
