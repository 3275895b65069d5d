import { Button, Tooltip } from '@mantine/core';
import { t } from '../../texts';
import type { DefaultModel } from './api';

interface RowButtonsProps {
  readonly stored: DefaultModel;
  /** What was chosen and is not saved yet. */
  readonly chosen: unknown;
  readonly busy: boolean;
  readonly save: () => void;
  readonly discard: () => void;
  readonly pin: () => void;
  readonly unpin: () => void;
}

/** Saves or discards a choice; without one, pins what was elected or un-pins what was pinned. */
export function RowButtons({ stored, chosen, busy, save, discard, pin, unpin }: RowButtonsProps) {
  const type = t.modelTypes[stored.model_type] ?? stored.model_type;
  if (chosen !== undefined) {
    return (
      <>
        <Button onClick={save} loading={busy} aria-label={t.defaults.save(type)}>
          {t.common.save}
        </Button>
        <Button variant="default" onClick={discard} disabled={busy} aria-label={t.defaults.discardFor(type)}>
          {t.defaults.discard}
        </Button>
      </>
    );
  }
  switch (stored.source) {
    case 'pinned':
      return (
        <Tooltip label={t.defaults.unpinHint}>
          <Button variant="default" onClick={unpin} loading={busy} aria-label={t.defaults.unpinFor(type)}>
            {t.defaults.unpin}
          </Button>
        </Tooltip>
      );
    case 'elected':
      return (
        <Tooltip label={t.defaults.pinHint}>
          <Button variant="default" onClick={pin} loading={busy} aria-label={t.defaults.pinFor(type)}>
            {t.defaults.pin}
          </Button>
        </Tooltip>
      );
    case 'unset':
      return null;
  }
}
