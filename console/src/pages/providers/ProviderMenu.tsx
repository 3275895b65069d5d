import {
  IconArrowDown,
  IconArrowUp,
  IconDownload,
  IconPencil,
  IconPlugConnected,
  IconPower,
  IconTrash,
} from '@tabler/icons-react';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { RowMenu } from '../../ui/RowMenu';
import type { ProviderRowProps } from './ProviderRow';
import type { Opened } from './ProvidersPage';

/** What can be done with one provider, for who may. */
export function ProviderMenu({ tenant, provider, open, place }: ProviderRowProps) {
  const may = useMay(tenant);
  const change = may('providers:change');
  const test = may('providers:test');
  const opens = (what: Exclude<Opened['what'], 'add'>) => () => open({ what, provider });
  return (
    <RowMenu
      name={provider.name}
      actions={[
        change && { label: t.common.edit, icon: IconPencil, run: opens('edit') },
        test && { label: t.providers.test, icon: IconPlugConnected, run: opens('test') },
        test && may('models:change') && { label: t.providers.importModels, icon: IconDownload, run: opens('import') },
        place !== undefined &&
          place.at > 0 && { label: t.providers.moveUp, icon: IconArrowUp, run: () => place.move(place.at - 1) },
        place !== undefined &&
          place.at < place.of - 1 && {
            label: t.providers.moveDown,
            icon: IconArrowDown,
            run: () => place.move(place.at + 1),
          },
        change && {
          label: provider.enabled ? t.providers.disable : t.providers.enable,
          icon: IconPower,
          run: opens('switch'),
        },
        change && { label: t.common.delete, icon: IconTrash, danger: true, run: opens('delete') },
      ]}
    />
  );
}
