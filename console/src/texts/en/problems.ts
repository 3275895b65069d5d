/** What went wrong where the server's own words are missing: it was not reached, or something before it answered. */
export const problems = {
  unreachable: 'No connection',
  unreachableHint: 'The server cannot be reached; check the connection and try again.',
  triedBefore: 'The first try had worked',
  triedBeforeHint: 'What you sent first is stored, and what you changed since is not. Close this and look at the list.',
  status: (status: number) => `HTTP ${status}`,
  answered: (status: number) => `The server answered with status ${status}.`,
} as const;
