/** Who wrote something. */
export const who = {
  you: 'you',
  kinds: {
    user: 'somebody else',
    operator: 'the operator',
    api_key: 'an API key',
    system: 'the system',
  },
} as const;
