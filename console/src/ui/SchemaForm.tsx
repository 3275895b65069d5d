import { Fieldset, Select, Stack, TagsInput, Text } from '@mantine/core';
import { t } from '../texts';
import { JsonField } from './JsonField';
import { NumberField } from './NumberField';
import { PairsField } from './PairsField';
import {
  below,
  controlOf,
  type Fields,
  isFixed,
  isLong,
  isPlain,
  type JsonSchema,
  labelOf,
  withField,
  withFixed,
} from './schema';
import { TextField } from './TextField';

interface SchemaFormProps {
  readonly schema: JsonSchema;
  readonly value: Fields;
  readonly onChange: (value: Fields) => void;
  /** What the server said about fields, by their path below this form's: `region`, `timeouts.connect`. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Texts are secrets: they are not shown while they are typed. */
  readonly secret?: boolean;
  /** All may stay empty, such as where what is stored stays then. */
  readonly optional?: boolean;
}

/**
 * A form with a control for each field of an object's schema; a field that is emptied is left out of the value, and one
 * that has a single possible value is filled in unseen. What cannot be read as a value keeps the form around it from
 * being sent.
 */
export function SchemaForm({
  schema,
  value,
  onChange,
  errors = {},
  secret = false,
  optional = false,
}: SchemaFormProps) {
  const names = Object.entries(schema.properties ?? {})
    .filter(([name, of]) => !isFixed(of, value[name]))
    .map(([name]) => name);
  if (names.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t.fields.noFields}
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {names.map((name) => (
        <Field
          key={name}
          name={name}
          schema={schema.properties?.[name] ?? {}}
          required={!optional && (schema.required?.includes(name) ?? false)}
          value={value[name]}
          onChange={(field) => onChange(withFixed(schema, withField(value, name, field)))}
          error={errors[name]}
          inner={below(errors, name)}
          secret={secret && !isPlain(name)}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | undefined;
  readonly inner: Readonly<Record<string, string>>;
  readonly secret: boolean;
}

function Field({ name, schema, required, value, onChange, error, inner, secret }: FieldProps) {
  const control = controlOf(schema);
  const firstInner = Object.values(inner)[0];
  const common = {
    label: labelOf(name),
    description: schema.description,
    error: error ?? (control.kind === 'group' ? undefined : firstInner),
    required,
  };
  switch (control.kind) {
    case 'text':
      return (
        <TextField
          {...common}
          value={value}
          onChange={onChange}
          maxLength={schema.maxLength}
          long={isLong(schema)}
          secret={secret}
        />
      );
    case 'number':
      return (
        <NumberField
          {...common}
          value={typeof value === 'number' ? value : undefined}
          min={schema.minimum}
          max={schema.maximum}
          whole={control.whole}
          onChange={onChange}
        />
      );
    case 'boolean':
      return (
        <Select
          {...common}
          data={[
            { value: 'true', label: t.common.yes },
            { value: 'false', label: t.common.no },
          ]}
          placeholder={t.fields.unset}
          clearable
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(chosen) => onChange(chosen === null ? undefined : chosen === 'true')}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={[...control.choices]}
          placeholder={t.fields.unset}
          clearable
          value={typeof value === 'string' ? value : null}
          onChange={(chosen) => onChange(chosen ?? undefined)}
        />
      );
    case 'texts':
      return (
        <TagsInput
          {...common}
          placeholder={t.fields.textsHint}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(texts) => onChange(texts.length === 0 ? undefined : texts)}
        />
      );
    case 'pairs':
      return <PairsField {...common} numbers={control.numbers} value={value} onChange={onChange} />;
    case 'group':
      return (
        <Fieldset legend={common.label}>
          {schema.description ? (
            <Text size="xs" c="dimmed" mb="xs">
              {schema.description}
            </Text>
          ) : null}
          <SchemaForm
            schema={schema}
            value={(value as Fields | undefined) ?? {}}
            onChange={(group) => onChange(Object.keys(group).length === 0 ? undefined : group)}
            errors={inner}
            secret={secret}
          />
        </Fieldset>
      );
    case 'json':
      return <JsonField {...common} value={value} onChange={onChange} />;
  }
}
