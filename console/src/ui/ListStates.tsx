import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../texts';
import { EmptyState, LoadError, Loading } from './States';
import type { ListState } from './useList';

interface ListStatesProps<T> {
  readonly list: ListState<T>;
  /** Shown when there is nothing at all, as opposed to nothing found. */
  readonly empty: ReactNode;
  /** The rows, where there are some. */
  readonly children: ReactNode;
}

/** What is around the rows of a list, or in their place: loading, failed, empty, nothing found, and how to get more of them. */
export function ListStates<T>({ list, empty, children }: ListStatesProps<T>) {
  if (list.error && list.rows.length === 0) {
    return <LoadError error={list.error} retry={list.retry} />;
  }
  if (list.isLoading || (list.isStale && list.rows.length === 0)) {
    return <Loading />;
  }
  if (list.rows.length === 0) {
    return list.searched === '' ? empty : <NothingFound text={list.searched} />;
  }
  return (
    <>
      {list.error ? <LoadError error={list.error} retry={list.retry} /> : null}
      {children}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" aria-live="polite">
          {t.common.shown(list.rows.length, list.hasMore)}
        </Text>
        {list.hasMore ? (
          <Button variant="default" size="xs" loading={list.isFetchingMore} onClick={list.showMore}>
            {t.common.showMore}
          </Button>
        ) : null}
      </Group>
    </>
  );
}

/** In place of rows, when none has the text that was searched for. */
export function NothingFound({ text }: { text: string }) {
  return <EmptyState title={t.common.nothingFound(text)} hint={t.common.nothingFoundHint} />;
}
