import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '../api/client';

export interface ListState<T> {
  readonly rows: readonly T[];
  readonly search: string;
  readonly setSearch: (text: string) => void;
  /** The search that the rows belong to. */
  readonly searched: string;
  readonly isLoading: boolean;
  /** The rows are those of an earlier search or filter, until the one asked for is answered. */
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  readonly showMore: () => void;
}

/**
 * A list of the API, page by page, with the search done by the server.
 *
 * @param key begins with the noun, so that a change of it makes the list be read again: ['providers', tenant]
 * @param fetchPage takes the cursor of the page before and the text that is searched for
 * @param refetchInterval for what moves by itself
 */
export function useList<T>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined, q: string | undefined) => Promise<Page<T>>,
  refetchInterval?: () => number | false,
): ListState<T> {
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search.trim(), 250);
  const query = useInfiniteQuery({
    queryKey: [...key, 'list', searched],
    queryFn: ({ pageParam }) => fetchPage(pageParam, searched === '' ? undefined : searched),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  return {
    rows: query.data?.pages.flatMap((page) => [...page.data]) ?? [],
    search,
    setSearch,
    searched,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData || search.trim() !== searched,
    error: query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    showMore: () => void query.fetchNextPage(),
  };
}
