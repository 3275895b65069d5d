/** What went wrong where the server's own words are missing: it was not reached, or something before it answered. */
export const problems = {
  unreachable: 'No connection',
  unreachableHint: 'The server cannot be reached; check the connection and try again.',
  status: (status: number) => `HTTP ${status}`,
  answered: (status: number) => `The server answered with status ${status}.`,
} as const;
