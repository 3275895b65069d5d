/** The form that is made from a schema. */
export const fields = {
  json: 'JSON',
  notJson: 'This is not valid JSON.',
  mistakes: {
    unnamed: 'Give it a name, or remove it.',
    repeated: 'There is one of this name already.',
    not_a_number: 'This is not a number.',
  },
  unset: 'Not set',
  addPair: 'Add an entry',
  removePair: (name: string) => `Remove ${name || 'the entry'}`,
  pairName: 'Name',
  pairValue: 'Value',
  textsHint: 'Enter adds one',
  noFields: 'There is nothing to set here.',
} as const;
