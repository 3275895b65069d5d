import { Text } from '@mantine/core';
import type { Family } from '../../api/families';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useEdit } from '../../ui/useEdit';
import { shownValue } from '../providers/draft';
import { bodyOf } from '../providers/secret';
import { SharedFields } from './SharedFields';
import { CHANGES, changeShared, type Shared } from './sharedApi';
import { draftOf, type SharedDraft } from './sharedDraft';

interface SharedDialogProps {
  readonly shared: Shared;
  readonly close: () => void;
}

const LABELS: Readonly<Record<keyof SharedDraft, string>> = {
  name: t.sharedProviders.name,
  base_url: t.sharedProviders.baseUrl,
  settings: t.providers.fields.settings,
  enabled: t.common.enabled,
  secret: t.sharedProviders.key,
};

export function EditShared({ shared, family, close }: SharedDialogProps & { family: Family }) {
  const edit = useEdit<Shared, SharedDraft>({
    stored: shared,
    valuesOf: (stored) => draftOf(stored, family),
    save: (changes, version) => changeShared(shared.id, bodyOf(changes), version),
    changes: CHANGES,
    done: close,
    show: (field, value) => ({ label: LABELS[field], text: shownValue(value) }),
  });
  return (
    <Dialog title={t.sharedProviders.editTitle(shared.name)} close={close} side>
      <FormFrame {...edit} disabled={!edit.dirty} close={close}>
        <Text size="sm" c="dimmed">
          {t.sharedProviders.editHint}
        </Text>
        <SharedFields key={edit.seeded} family={family} stored={shared} {...edit} />
      </FormFrame>
    </Dialog>
  );
}

/** Enables or disables it, after saying what that does. */
export function SwitchShared({ shared, close }: SharedDialogProps) {
  const words = t.sharedProviders;
  const { enabled, name } = shared;
  const edit = useEdit<Shared, { enabled: boolean }>({
    stored: shared,
    valuesOf: (stored) => ({ enabled: stored.enabled }),
    proposed: { enabled: !enabled },
    save: (changes, version) => changeShared(shared.id, changes, version),
    changes: CHANGES,
    done: close,
    show: (_, value) => ({ label: t.common.enabled, text: value ? t.common.yes : t.common.no }),
  });
  return (
    <Dialog title={enabled ? words.disableTitle(name) : words.enableTitle(name)} close={close}>
      <FormFrame
        {...edit}
        disabled={!edit.dirty}
        close={close}
        action={enabled ? words.disable : words.enable}
        danger={enabled}
      >
        <Text size="sm">{enabled ? words.disableWords : words.enableWords}</Text>
      </FormFrame>
    </Dialog>
  );
}
