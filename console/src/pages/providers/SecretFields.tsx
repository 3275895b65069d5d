import { Checkbox, Fieldset, PasswordInput, Select, Stack, Text } from '@mantine/core';
import { t } from '../../texts';
import { SchemaForm } from '../../ui/SchemaForm';
import { below, type JsonSchema, withFixed } from '../../ui/schema';
import { AccountFile } from './AccountFile';
import type { Family } from './api';
import type { TypedSecret } from './secret';

interface SecretFieldsProps {
  readonly family: Family;
  readonly value: TypedSecret;
  readonly onChange: (secret: TypedSecret) => void;
  /** The last four of the stored one; null when there is none. */
  readonly stored: string | null;
  readonly hasStored: boolean;
  readonly storedForm: TypedSecret['form'] | null;
  readonly errors: Readonly<Record<string, string>>;
}

/** Where a credential is entered: it goes to the server and is never shown again. */
export function SecretFields({ family, value, onChange, stored, hasStored, storedForm, errors }: SecretFieldsProps) {
  const words = t.providers.fields;
  const note = hasStored ? words.keepKey(t.providers.storedForms[storedForm ?? 'api_key'], stored) : words.neededKey;
  const structured = value.form !== 'api_key';
  const schema = (family.credential_schema ?? {}) as JsonSchema;
  const setCredential = (credential: TypedSecret['credential']) =>
    onChange({ ...value, credential: withFixed(schema, credential), remove: false });
  return (
    <Stack gap="sm">
      {family.credential_forms.length > 1 ? (
        <Select
          label={words.credentialForm}
          data={family.credential_forms.map((form) => ({ value: form, label: t.providers.forms[form] ?? form }))}
          value={value.form}
          allowDeselect={false}
          onChange={(form) => form && onChange({ ...value, form: form as TypedSecret['form'] })}
        />
      ) : null}
      {structured ? (
        <Fieldset legend={t.providers.forms[value.form] ?? words.credential}>
          <Stack gap="sm">
            <Text size="xs" c="dimmed">
              {note}
            </Text>
            {value.form === 'service_account' ? <AccountFile schema={schema} fill={setCredential} /> : null}
            <SchemaForm
              secret
              optional={hasStored && Object.keys(value.credential).length === 0}
              schema={schema}
              value={value.credential}
              onChange={setCredential}
              errors={below(errors, 'credential')}
            />
            {errors.credential ? (
              <Text size="xs" c="red" role="alert">
                {errors.credential}
              </Text>
            ) : null}
          </Stack>
        </Fieldset>
      ) : (
        <PasswordInput
          label={words.apiKey}
          description={note}
          autoComplete="off"
          value={value.apiKey}
          maxLength={10_240}
          error={errors.api_key ?? errors.credential}
          disabled={value.remove}
          onChange={(event) => onChange({ ...value, apiKey: event.currentTarget.value })}
        />
      )}
      {hasStored ? (
        <Checkbox
          label={words.removeKey}
          checked={value.remove}
          onChange={(event) => onChange({ ...value, remove: event.currentTarget.checked })}
        />
      ) : null}
    </Stack>
  );
}
