import { Fieldset, Stack, Switch, Text, TextInput } from '@mantine/core';
import { t } from '../../texts';
import { AccountFields, AccountSettings } from './AccountFields';
import type { Family, Provider } from './api';
import { legalPolicy, type ProviderDraft } from './draft';

interface ProviderFieldsProps {
  readonly family: Family;
  readonly stored?: Provider;
  readonly values: ProviderDraft;
  readonly set: <Field extends keyof ProviderDraft>(field: Field, value: ProviderDraft[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** The fields of a provider. A granted one has few of its own; a stored one is switched where the consequences are told. */
export function ProviderFields({ family, stored, values, set, errors }: ProviderFieldsProps) {
  const words = t.providers.fields;
  const granted = stored?.shared_provider_id != null;
  const setPolicy = (field: 'central_key_enabled' | 'user_key_allowed', on: boolean) => {
    set(field, on);
    set('central_key_fallback', legalPolicy({ ...values, [field]: on }).central_key_fallback);
  };
  return (
    <>
      <TextInput
        label={words.name}
        description={words.nameHint}
        required
        maxLength={100}
        value={values.name}
        error={errors.name}
        onChange={(event) => set('name', event.currentTarget.value)}
        data-autofocus
      />
      {granted ? (
        <Text size="sm" c="dimmed">
          {t.providers.sharedHint}
        </Text>
      ) : (
        <AccountFields family={family} stored={stored} values={values} set={set} errors={errors} />
      )}
      <Fieldset legend={words.policy}>
        <Stack gap="xs">
          <Switch
            label={words.central}
            checked={values.central_key_enabled}
            error={errors.central_key_enabled}
            onChange={(event) => setPolicy('central_key_enabled', event.currentTarget.checked)}
          />
          <Switch
            label={words.userKey}
            checked={values.user_key_allowed}
            error={errors.user_key_allowed}
            onChange={(event) => setPolicy('user_key_allowed', event.currentTarget.checked)}
          />
          <Switch
            label={words.fallback}
            checked={values.central_key_fallback}
            error={errors.central_key_fallback}
            disabled={!values.central_key_enabled || !values.user_key_allowed}
            onChange={(event) => set('central_key_fallback', event.currentTarget.checked)}
          />
        </Stack>
      </Fieldset>
      {granted ? null : <AccountSettings family={family} values={values} set={set} errors={errors} />}
      {stored === undefined ? (
        <Switch
          label={words.enabled}
          checked={values.enabled}
          onChange={(event) => set('enabled', event.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}
