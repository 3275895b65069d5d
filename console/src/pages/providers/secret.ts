import type { Fields, JsonSchema } from '../../ui/schema';
import type { Family } from './api';

/** What is typed of a credential. Nothing of it is ever read back: a blank one means that the stored one stays. */
export interface TypedSecret {
  readonly form: Family['credential_forms'][number];
  readonly apiKey: string;
  readonly credential: Fields;
  /** Take the stored one away. */
  readonly remove: boolean;
}

/** Nothing typed, in the form of the stored one. */
export function blankSecret(family: Family | undefined, stored: TypedSecret['form'] | null = null): TypedSecret {
  return { form: stored ?? family?.credential_forms[0] ?? 'api_key', apiKey: '', credential: {}, remove: false };
}

/** The fields of the JSON file that a cloud gives out for a service account; nothing where the text is no such file. */
export function accountOf(text: string, schema: JsonSchema): Fields | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (file === null || typeof file !== 'object' || Array.isArray(file)) {
    return undefined;
  }
  const known = Object.entries(file).filter(
    ([name, value]) => schema.properties?.[name] !== undefined && typeof value === 'string' && value !== '',
  );
  const fields: Fields = Object.fromEntries(known);
  return schema.required?.every((name) => fields[name] !== undefined) ? fields : undefined;
}

/** The part of a request that says what changed; the credential only where one was typed or is taken away. */
export function bodyOf<Draft extends object>({ secret, ...fields }: Draft & { readonly secret?: TypedSecret }) {
  return { ...fields, ...(secret === undefined ? {} : secretChanges(secret)) };
}

/** The part of a request that carries the credential: nothing where none was typed, so that the stored one stays. */
export function secretChanges(secret: TypedSecret): {
  api_key?: string | null;
  credential?: Record<string, unknown> | null;
} {
  if (secret.remove) {
    return { api_key: null };
  }
  if (secret.form === 'api_key') {
    return secret.apiKey.trim() === '' ? {} : { api_key: secret.apiKey.trim() };
  }
  return Object.keys(secret.credential).length === 0 ? {} : { credential: { ...secret.credential } };
}
