import { Fieldset, Switch, TextInput } from '@mantine/core';
import type { Family } from '../../api/families';
import { t } from '../../texts';
import { SchemaForm } from '../../ui/SchemaForm';
import { below, type JsonSchema } from '../../ui/schema';
import { SecretFields } from '../providers/SecretFields';
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
  const words = t.providers.fields;
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
      <TextInput
        label={words.baseUrl}
        description={`${words.baseUrlHint(family.default_base_url)} ${stored?.has_stored_key ? words.baseUrlKey : ''}`}
        type="url"
        value={values.base_url ?? ''}
        onChange={(event) => set('base_url', event.currentTarget.value === '' ? null : event.currentTarget.value)}
        error={errors.base_url}
        required={family.default_base_url === null}
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
      <Fieldset legend={words.settings}>
        <SchemaForm
          key={family.family}
          schema={family.settings_schema as JsonSchema}
          value={values.settings}
          onChange={(settings) => set('settings', settings)}
          errors={below(errors, 'settings')}
        />
      </Fieldset>
      {stored === undefined ? (
        <Switch
          label={words.enabled}
          description={t.sharedProviders.enabledHint}
          checked={values.enabled}
          onChange={(event) => set('enabled', event.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}
