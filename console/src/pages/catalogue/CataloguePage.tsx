import { Button } from '@mantine/core';
import { IconInfoCircle, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useMayInDeployment } from '../../session/me';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import type { CatalogueModel } from '../models/api';
import { AddEntry } from './AddEntry';
import { CatalogueList } from './CatalogueList';
import { entryName } from './catalogueApi';
import { EditEntry } from './EditEntry';
import { EntryDetails } from './EntryDetails';
import { TakeBack } from './TakeBack';

type Opened =
  | { readonly what: 'add' }
  | { readonly what: 'details' | 'edit' | 'takeBack'; readonly model: CatalogueModel };

/** The catalogue for operators, who correct it and add to it. */
export function CataloguePage() {
  const change = useMayInDeployment()('catalogue:change');
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  return (
    <Page
      title={t.catalogue.title}
      description={t.catalogue.description}
      actions={
        change ? (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ what: 'add' })}>
            {t.catalogue.add}
          </Button>
        ) : null
      }
    >
      <CatalogueList
        sources
        actions={(model) => (
          <RowMenu
            name={entryName(model)}
            actions={[
              { label: t.catalogue.details, icon: IconInfoCircle, run: () => setOpened({ what: 'details', model }) },
              change && { label: t.catalogue.correct, icon: IconPencil, run: () => setOpened({ what: 'edit', model }) },
              change &&
                model.version !== null && {
                  label: t.catalogue.takeBack,
                  icon: IconTrash,
                  run: () => setOpened({ what: 'takeBack', model }),
                  danger: true,
                },
            ]}
          />
        )}
      />
      {opened?.what === 'add' ? <AddEntry close={close} /> : null}
      {opened?.what === 'details' ? <EntryDetails model={opened.model} close={close} /> : null}
      {opened?.what === 'edit' ? <EditEntry model={opened.model} close={close} /> : null}
      {opened?.what === 'takeBack' ? <TakeBack model={opened.model} close={close} /> : null}
    </Page>
  );
}
