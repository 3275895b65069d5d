import { Fieldset, Stack, Switch, Text, TextInput } from '@mantine/core';
import { t } from '../../texts';
import { SchemaForm } from '../../ui/SchemaForm';
import { below, type JsonSchema } from '../../ui/schema';
import type { Family, Provider } from './api';
import { legalPolicy, type ProviderDraft } from './draft';
import { SecretFields } from './SecretFields';

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
        <>
          <TextInput
            label={words.baseUrl}
            description={`${words.baseUrlHint(family.default_base_url)} ${stored?.has_stored_key ? words.baseUrlKey : ''}`}
            type="url"
            required={family.default_base_url === null}
            value={values.base_url ?? ''}
            error={errors.base_url}
            onChange={(event) => set('base_url', event.currentTarget.value === '' ? null : event.currentTarget.value)}
          />
          <SecretFields
            family={family}
            value={values.secret}
            onChange={(secret) => set('secret', secret)}
            stored={stored?.key_last_four ?? null}
            hasStored={stored?.has_stored_key ?? false}
            storedForm={stored?.credential_kind ?? null}
            errors={errors}
          />
        </>
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
      {granted ? null : (
        <Fieldset legend={words.settings}>
          <SchemaForm
            key={family.family}
            schema={family.settings_schema as JsonSchema}
            value={values.settings}
            onChange={(settings) => set('settings', settings)}
            errors={below(errors, 'settings')}
          />
        </Fieldset>
      )}
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
