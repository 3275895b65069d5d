/** Texts that several pages share. */
export const common = {
  product: 'Quartermaster',
  save: 'Save',
  saved: 'Saved',
  cancel: 'Cancel',
  close: 'Close',
  create: 'Create',
  add: 'Add',
  edit: 'Edit',
  delete: 'Delete',
  restore: 'Restore',
  copy: 'Copy',
  copied: 'Copied',
  haveCopied: 'I have copied it',
  notCopied: 'Select and copy it',
  retry: 'Try again',
  search: 'Search',
  clearSearch: 'Clear the search',
  showMore: 'Show more',
  loading: 'Loading',
  actions: 'Actions',
  actionsFor: (name: string) => `Actions for ${name}`,
  yes: 'Yes',
  no: 'No',
  none: 'None',
  never: 'Never',
  enabled: 'Enabled',
  disabled: 'Disabled',
  name: 'Name',
  family: 'Family',
  status: 'Status',
  created: 'Created',
  shown: (count: number, more: boolean) => `${count}${more ? ' of more' : ''} shown`,
  nothingFound: (text: string) => `Nothing found for “${text}”`,
  nothingFoundHint: 'Search looks for this text anywhere in the name. Try a shorter one.',
  requestId: (id: string) => `Request ${id}`,
  failed: 'That did not work',
  cannotLoad: 'This could not be loaded',
  notFound: 'There is no such page',
  notFoundHint: 'It may have been deleted, or the address is mistyped.',
  home: 'To the start page',
  notAllowed: 'Your role does not show this page',
  notAllowedHint: 'Ask an admin of the tenant if you need it.',
  showOnce: 'Copy it now: it is shown this once and cannot be read again.',
  typeToConfirm: (name: string) => `Type ${name} to confirm`,
  checkingConsequences: 'Looking up what else would change',
} as const;

/** Two people, or two tabs, changed the same thing. */
export const conflict = {
  title: 'Somebody else saved a change meanwhile',
  hint: 'Nothing of yours has been saved yet. Compare, then decide.',
  field: 'Field',
  yours: 'Yours',
  stored: 'Stored now',
  keepMine: 'Save mine over it',
  takeTheirs: 'Keep what is stored',
  unset: 'not set',
  untouched: 'not changed by you; stays as stored',
} as const;

/** What a deletion or a change brings about besides. */
export const consequences = {
  title: 'What else happens',
  none: 'Nothing else depends on it.',
  models: (count: number) =>
    `${count} ${count === 1 ? 'model is' : 'models are'} deleted too; history keeps naming them, and they can be restored`,
  userKeys: (count: number) =>
    `${count} ${count === 1 ? 'key' : 'keys'} of members ${count === 1 ? 'is' : 'are'} deleted for good`,
  agents: (count: number) => `${count} ${count === 1 ? 'agent loses its' : 'agents lose their'} model`,
  chats: (count: number) => `${count} ${count === 1 ? 'chat goes' : 'chats go'} on with another model`,
  lostFallbacks: (count: number) => `${count} ${count === 1 ? 'model loses' : 'models lose'} a fallback`,
  defaultChange: (type: string, from: string, to: string) => `The default for ${type} changes from ${from} to ${to}`,
  nothing: 'nothing (calls without a model will be refused)',
} as const;

export const modelTypes: Record<string, string> = {
  llm: 'Chat and text',
  'text-embedding': 'Embedding',
  rerank: 'Rerank',
  speech2text: 'Speech to text',
  tts: 'Text to speech',
  moderation: 'Moderation',
  image: 'Image',
};

/** Why something cannot be called, and what to do. */
export const unusableReasons: Record<string, string> = {
  provider_disabled: 'Its provider is disabled: enable it.',
  provider_not_configured: 'No provider of its family is set up: add one.',
  missing_api_key: 'Its provider has no key: add one.',
  user_api_key_required: 'Each member needs a key of their own: it is added in the profile.',
  credential_unreadable: 'The stored key cannot be opened: enter it again.',
  base_url_required: 'Its provider needs a base URL.',
  protocol_not_supported: 'This family cannot be called for this type of model.',
  model_disabled: 'The model is disabled: enable it.',
  model_deleted: 'The model is deleted: restore it or choose another.',
};

export const credentialSources: Record<string, string> = {
  user: 'the member’s own key',
  central: 'the tenant’s key',
  shared: 'a shared provider’s key',
  deployment: 'the deployment’s key',
  ambient: 'the server’s cloud identity',
  none: 'no key',
};

/** How a call to a provider failed, with its status. */
export const failures = {
  kinds: {
    rate_limited: 'too many calls',
    server_error: 'an error of the provider',
    connection: 'no connection',
    timed_out: 'no answer in time',
    wrong_address: 'nothing to call at its address',
    authentication: 'the key was refused',
    not_found: 'the model is not known',
    context_too_long: 'the context was too long',
    invalid: 'the request was refused',
  } as Record<string, string>,
  of: (kind: string, status: number) => `${kind} (${status})`,
} as const;

export const roles: Record<string, string> = {
  viewer: 'Viewer',
  member: 'Member',
  editor: 'Editor',
  admin: 'Admin',
  owner: 'Owner',
  operator: 'Operator',
};
