import type { Family } from '../../api/families';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useEdit } from '../../ui/useEdit';
import { changedByProvider, changeProvider, type Provider } from './api';
import { draftOf, type ProviderDraft, shownValue } from './draft';
import { ProviderFields } from './ProviderFields';
import { bodyOf } from './secret';

interface EditProviderProps {
  readonly tenant: string;
  readonly provider: Provider;
  readonly family: Family;
  readonly close: () => void;
}

export function EditProvider({ tenant, provider, family, close }: EditProviderProps) {
  const edit = useEdit<Provider, ProviderDraft>({
    stored: provider,
    valuesOf: (stored) => draftOf(stored, family),
    save: (changes, version) => changeProvider(tenant, provider.id, bodyOf(changes), version),
    changes: changedByProvider(tenant),
    done: close,
    show: (field, value) => ({ label: t.providers.draftFields[field], text: shownValue(value) }),
  });
  return (
    <Dialog title={t.providers.edit(provider.name)} close={close} side>
      <FormFrame {...edit} disabled={!edit.dirty} close={close}>
        <ProviderFields {...edit} key={edit.seeded} family={family} stored={provider} />
      </FormFrame>
    </Dialog>
  );
}
