export const users = {
  title: 'People',
  description:
    'Everybody who can sign in, in whichever tenant. Members of a tenant are invited there; here are the people themselves, and who runs the deployment.',
  create: 'Create a user',
  none: 'Nobody is here yet',
  noneHint: 'Create the first user, or invite people in a tenant.',
  name: 'Name',
  email: 'E-mail',
  noEmail: 'no address',
  operator: 'Operator',
  operatorLabel: 'Runs this deployment',
  operatorHint: 'Administers every tenant, shared providers and settings. Every change is in the audit.',
  signIn: 'Signs in with',
  password: 'a password',
  openId: 'the identity provider, or not yet',
  newPassword: 'Password',
  newPasswordHint:
    'At least 12 characters, and not the e-mail address. Empty: the person signs in with the identity provider.',
  changedPassword: 'New password',
  changedPasswordHint:
    'At least 12 characters, and not the e-mail address. It ends all their sessions. Empty keeps what they have.',
  given: 'a new one',
  kept: 'as it was',
  disabled: 'Disabled',
  disabledLabel: 'Disabled: cannot sign in',
  disabledHint:
    'Ends all their sessions at once. Their memberships and API keys stay: remove the person from a tenant to end those.',
  you: 'You',
  edit: 'Change',
  editTitle: (name: string) => `Change ${name}`,
} as const;
