/** Links to where a person can mend what keeps a model from being called. */
export const mending = {
  providers: 'To the providers',
  models: 'To the models',
  profile: 'To your own keys',
} as const;
