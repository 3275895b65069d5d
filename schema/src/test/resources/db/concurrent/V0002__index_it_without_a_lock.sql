create index concurrently numbers_by_n on numbers (n);
