import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { LoadError } from '../../ui/States';
import { useSave } from '../../ui/useSave';
import { catalogueOfQuery, type Family } from '../models/api';
import { familiesQuery } from '../providers/api';
import { CatalogueFields } from './CatalogueFields';
import { CATALOGUE_KEYS, entryName, putEntry } from './catalogueApi';
import { isComplete, NEW_VALUES } from './values';

/** Adds an entry for a model that nobody has written about: it would take the place of a shipped one as a whole. */
export function AddEntry({ close }: { close: () => void }) {
  const [family, setFamily] = useState<Family>('openai');
  const [name, setName] = useState('');
  const [values, setValues] = useState(NEW_VALUES);
  const families = useQuery(familiesQuery);
  const known = useQuery(catalogueOfQuery(family));
  const add = useSave({
    save: () => putEntry({ family, name: name.trim() }, values, null),
    changes: CATALOGUE_KEYS,
    says: (model) => t.catalogue.added(entryName(model)),
    done: close,
  });
  const problem = add.error instanceof Problem ? add.error : undefined;
  const errors = problem?.byField() ?? {};
  const exists = problem?.isStale || (!add.isPending && known.data?.some((model) => model.name === name.trim()));
  return (
    <Dialog side title={t.catalogue.addTitle} close={close}>
      <FormFrame
        submit={() => add.mutate(undefined)}
        busy={add.isPending}
        error={problem?.isStale ? null : add.error}
        close={close}
        action={t.common.add}
        disabled={name.trim() === '' || !isComplete(values) || exists || known.data === undefined}
      >
        {known.error ? <LoadError error={known.error} retry={() => void known.refetch()} /> : null}
        <Select
          label={t.catalogue.fields.family}
          data={(families.data ?? []).map((one) => ({ value: one.family, label: one.display_name }))}
          value={family}
          searchable
          allowDeselect={false}
          onChange={(chosen) => {
            if (chosen !== null) {
              setFamily(chosen as Family);
              add.reset();
            }
          }}
        />
        <TextInput
          label={t.catalogue.fields.name}
          description={t.catalogue.fields.nameHint}
          value={name}
          maxLength={256}
          required
          error={exists ? t.catalogue.exists : errors.name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            add.reset();
          }}
          data-autofocus
        />
        <CatalogueFields
          values={values}
          set={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
          errors={errors}
          current={{}}
        />
      </FormFrame>
    </Dialog>
  );
}
