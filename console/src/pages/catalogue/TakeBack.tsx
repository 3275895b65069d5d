import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import type { CatalogueModel } from '../models/api';
import { CATALOGUE_KEYS, entryName } from './catalogueApi';

/** Takes the operators' entry away, so that the release's own counts again. */
export function TakeBack({ model, close }: { model: CatalogueModel; close: () => void }) {
  const { family, name } = model;
  const deletion = useDelete({
    version: model.version ?? 0,
    remove: (version) =>
      dataOf(
        api.DELETE('/catalogue/models/{family}/{name}', {
          params: { path: { family, name }, header: ifMatch(version) },
        }),
      ),
    changes: CATALOGUE_KEYS,
    done: close,
    says: t.catalogue.takenBack,
  });
  return (
    <DeleteDialog
      title={t.catalogue.deleteTitle(entryName(model))}
      name={name}
      explanation={t.catalogue.deleteHint}
      action={t.catalogue.takeBack}
      {...deletion}
      close={close}
    />
  );
}
