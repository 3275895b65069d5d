import { Button, Stack, Text } from '@mantine/core';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { CatalogueList } from '../catalogue/CatalogueList';
import type { Beginning } from './AddModel';

/** The catalogue for a tenant, to add models from. */
export function CatalogueTab({ tenant, add }: { tenant: string; add: (beginning: Beginning) => void }) {
  const may = useMay(tenant);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.catalogue.tenantHint}
      </Text>
      <CatalogueList
        actions={
          may('models:change')
            ? ({ family, name, model_type }) => (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t.catalogue.addModel(`${family}/${name}`)}
                  onClick={() => add({ family, model: name, modelType: model_type })}
                >
                  {t.catalogue.addToTenant}
                </Button>
              )
            : undefined
        }
      />
    </Stack>
  );
}
