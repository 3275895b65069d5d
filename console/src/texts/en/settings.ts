interface SettingWords {
  readonly label: string;
  readonly hint: string;
  /** What it means that nothing is set. */
  readonly unset: string;
  readonly unit: string;
}

const names: Readonly<Record<string, SettingWords>> = {
  api_key_max_days: {
    label: 'Longest life of a new API key',
    hint: 'A key that is made or changed has to expire within this many days. Keys that exist stay as they are.',
    unset: 'any',
    unit: 'days',
  },
  api_key_rotation_grace_seconds: {
    label: 'How long the old text of a rotated key still holds',
    hint: 'Unless the rotation says otherwise. 0 ends the old text at once.',
    unset: 'none',
    unit: 'seconds',
  },
  usage_retention_days: {
    label: 'How long single usage events are kept',
    hint: 'Older events are deleted, in whole days of UTC. Their sums by day are kept.',
    unset: 'for ever',
    unit: 'days',
  },
};

export const settings = {
  title: 'Settings',
  deploymentTitle: 'Deployment settings',
  description:
    'Each setting with its value and whose word it is. What this tenant does not set follows the deployment.',
  deploymentDescription:
    'They hold for every tenant that does not set its own. What is not set here has its built-in value.',
  names,
  sources: { built_in: 'Built in', deployment: 'Set by the deployment', tenant: 'Set by this tenant' },
  inForce: (value: string) => `In force: ${value}`,
  change: 'Change',
  changeFor: (name: string) => `Change: ${name}`,
  resetTenant: 'Follow the deployment again',
  resetDeployment: 'Back to the built-in value',
  resetFor: (name: string) => `Reset: ${name}`,
  value: (unit: string) => `Value, in ${unit}`,
  resets: 'not set here',
} as const;
