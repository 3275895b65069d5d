import { t } from '../../texts';
import type { Fields } from '../../ui/schema';
import type { Family, Provider } from './api';
import { blankSecret, secretChanges, type TypedSecret } from './secret';

/** The fields of a provider that can be changed, as its form holds them. */
export interface ProviderDraft {
  readonly name: string;
  readonly base_url: string | null;
  readonly secret: TypedSecret;
  readonly central_key_enabled: boolean;
  readonly user_key_allowed: boolean;
  readonly central_key_fallback: boolean;
  readonly settings: Fields;
  readonly enabled: boolean;
}

export function newDraft(family: Family | undefined): ProviderDraft {
  return {
    name: '',
    base_url: null,
    secret: blankSecret(family),
    central_key_enabled: true,
    user_key_allowed: false,
    central_key_fallback: false,
    settings: {},
    enabled: true,
  };
}

export function draftOf(provider: Provider, family: Family | undefined): ProviderDraft {
  const { name, base_url, settings, enabled, central_key_enabled, user_key_allowed, central_key_fallback } = provider;
  const secret = blankSecret(family, provider.credential_kind);
  return { name, base_url, secret, central_key_enabled, user_key_allowed, central_key_fallback, settings, enabled };
}

/** A policy is legal when a key can come from somewhere, and a fallback has both ends. */
export function legalPolicy(draft: ProviderDraft): ProviderDraft {
  const both = draft.central_key_enabled && draft.user_key_allowed;
  return both ? draft : { ...draft, central_key_fallback: false };
}

/** How a value of a draft reads where two people changed it; of a credential only whether there is a new one. */
export function shownValue(value: string | boolean | null | TypedSecret | Fields): string {
  if (value === null || value === '') {
    return t.conflict.unset;
  }
  if (typeof value === 'boolean') {
    return value ? t.common.yes : t.common.no;
  }
  if (typeof value === 'string') {
    return value;
  }
  return isSecret(value) ? secretInWords(value) : JSON.stringify(value);
}

function isSecret(value: TypedSecret | Fields): value is TypedSecret {
  return 'apiKey' in value && 'credential' in value;
}

function secretInWords(secret: TypedSecret): string {
  const words = t.sharedProviders;
  if (secret.remove) {
    return words.keyRemoved;
  }
  return Object.keys(secretChanges(secret)).length > 0 ? words.keyGiven : words.keyStored;
}
