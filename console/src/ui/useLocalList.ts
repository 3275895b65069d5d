import { useState } from 'react';
import { isIn } from './search';
import type { ListState } from './useList';

const PAGE = 50;

/** A list that is here as a whole: searched here, and shown page by page. */
export function useLocalList<T>(all: readonly T[], textsOf: (row: T) => readonly string[]): ListState<T> {
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(PAGE);
  const found = all.filter((row) => isIn(search, ...textsOf(row)));
  return {
    rows: found.slice(0, most),
    search,
    setSearch: (text) => {
      setSearch(text);
      setMost(PAGE);
    },
    searched: search.trim(),
    isLoading: false,
    isStale: false,
    error: null,
    retry: () => undefined,
    hasMore: found.length > most,
    isFetchingMore: false,
    showMore: () => setMost(most + PAGE),
  };
}
