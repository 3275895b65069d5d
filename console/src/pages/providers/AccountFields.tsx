import { Fieldset, TextInput } from '@mantine/core';
import type { Schemas } from '../../api/client';
import type { Family } from '../../api/families';
import { t } from '../../texts';
import { SchemaForm } from '../../ui/SchemaForm';
import { below, type Fields, type JsonSchema } from '../../ui/schema';
import { SecretFields } from './SecretFields';
import type { TypedSecret } from './secret';

interface AccountDraft {
  readonly base_url: string | null;
  readonly secret: TypedSecret;
  readonly settings: Fields;
}

interface SetAccount {
  (field: 'base_url', value: string | null): void;
  (field: 'secret', value: TypedSecret): void;
  (field: 'settings', value: Fields): void;
}

interface AccountFieldsProps {
  readonly family: Family;
  readonly stored: Pick<Schemas['Provider'], 'has_stored_key' | 'key_last_four' | 'credential_kind'> | undefined;
  readonly values: AccountDraft;
  readonly set: SetAccount;
  readonly errors: Readonly<Record<string, string>>;
}

/** Where an account is called, and with what: of a tenant's provider as of a shared one. */
export function AccountFields({ family, stored, values, set, errors }: AccountFieldsProps) {
  const words = t.providers.fields;
  return (
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
  );
}

/** The family's own settings of an account. */
export function AccountSettings({ family, values, set, errors }: Omit<AccountFieldsProps, 'stored'>) {
  return (
    <Fieldset legend={t.providers.fields.settings}>
      <SchemaForm
        key={family.family}
        schema={family.settings_schema as JsonSchema}
        value={values.settings}
        onChange={(settings) => set('settings', settings)}
        errors={below(errors, 'settings')}
      />
    </Fieldset>
  );
}
