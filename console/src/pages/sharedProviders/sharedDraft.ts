import type { Family } from '../../api/families';
import type { Fields } from '../../ui/schema';
import { blankSecret, type TypedSecret } from '../providers/secret';
import type { Shared } from './sharedApi';

export interface SharedDraft {
  readonly name: string;
  readonly base_url: string | null;
  readonly settings: Fields;
  readonly enabled: boolean;
  readonly secret: TypedSecret;
}

export function newDraft(family: Family | undefined): SharedDraft {
  return { name: '', base_url: null, settings: {}, enabled: true, secret: blankSecret(family) };
}

export function draftOf(shared: Shared, family: Family | undefined): SharedDraft {
  const { name, base_url, settings, enabled, credential_kind } = shared;
  return { name, base_url, settings, enabled, secret: blankSecret(family, credential_kind) };
}
