import { Switch, TextInput } from '@mantine/core';
import type { Family } from '../../api/families';
import { t } from '../../texts';
import { AccountFields, AccountSettings } from '../providers/AccountFields';
import type { Shared } from './sharedApi';
import type { SharedDraft } from './sharedDraft';

interface SharedFieldsProps {
  readonly family: Family;
  readonly stored?: Shared;
  readonly values: SharedDraft;
  readonly set: <Field extends keyof SharedDraft>(field: Field, value: SharedDraft[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** The fields of a shared provider. A stored one is switched where the consequences are told. */
export function SharedFields({ family, stored, values, set, errors }: SharedFieldsProps) {
  return (
    <>
      <TextInput
        label={t.sharedProviders.name}
        description={t.sharedProviders.nameHint}
        value={values.name}
        onChange={(event) => set('name', event.currentTarget.value)}
        error={errors.name}
        required
        maxLength={200}
        data-autofocus
      />
      <AccountFields family={family} stored={stored} values={values} set={set} errors={errors} />
      <AccountSettings family={family} values={values} set={set} errors={errors} />
      {stored === undefined ? (
        <Switch
          label={t.providers.fields.enabled}
          description={t.sharedProviders.enabledHint}
          checked={values.enabled}
          onChange={(event) => set('enabled', event.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}
