import { useRef } from 'react';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useEdit } from '../../ui/useEdit';
import type { CatalogueModel } from '../models/api';
import { priceTexts } from '../models/prices';
import { CatalogueFields } from './CatalogueFields';
import { CATALOGUE_KEYS, entryName, putEntry } from './catalogueApi';
import { type CatalogueValues, isComplete, shownValue, valuesOf } from './values';

/** An entry with the version of the operators' row; 0 where there is none. */
type Versioned = CatalogueModel & { readonly version: number };

/** Corrects an entry. The API takes it as a whole, so what was changed here is put onto what is stored. */
export function EditEntry({ model, close }: { model: CatalogueModel; close: () => void }) {
  const seen = useRef(model);
  const edit = useEdit<Versioned, CatalogueValues>({
    stored: { ...model, version: model.version ?? 0 },
    valuesOf,
    save: async (changes, version) => {
      try {
        return (await putEntry(model, { ...valuesOf(seen.current), ...changes }, version)) as Versioned;
      } catch (error) {
        if (error instanceof Problem && error.isStale && error.current) {
          seen.current = error.current as CatalogueModel;
        }
        throw error;
      }
    },
    changes: CATALOGUE_KEYS,
    done: close,
    show: shownValue,
  });
  return (
    <Dialog side title={t.catalogue.editTitle(entryName(model))} close={close}>
      <FormFrame {...edit} disabled={!edit.dirty || !isComplete(edit.values)} close={close}>
        <CatalogueFields values={edit.values} set={edit.set} errors={edit.errors} current={priceTexts(model.prices)} />
      </FormFrame>
    </Dialog>
  );
}
