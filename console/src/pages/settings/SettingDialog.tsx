import { Text } from '@mantine/core';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { inWords } from '../../ui/dates';
import { FormFrame } from '../../ui/FormFrame';
import { NumberField } from '../../ui/NumberField';
import { useEdit } from '../../ui/useEdit';
import { type SettingName, type Settings, type SettingsPlace, valueText } from './SettingsList';

/** What the contract allows. */
const BOUNDS: Readonly<Record<SettingName, readonly [number, number]>> = {
  api_key_max_days: [1, 36_500],
  api_key_rotation_grace_seconds: [0, 2_592_000],
  usage_retention_days: [7, 36_500],
};

interface SettingDialogProps {
  readonly place: SettingsPlace;
  readonly name: SettingName;
  readonly stored: Settings;
  readonly reset: boolean;
  readonly close: () => void;
}

interface Values {
  /** Null follows what is above. */
  readonly value: number | null;
}

/** Sets one setting here, or takes the value that was set here back. */
export function SettingDialog({ place, name, stored, reset, close }: SettingDialogProps) {
  const words = t.settings.names[name];
  const [min, max] = BOUNDS[name];
  const edit = useEdit<Settings, Values>({
    stored,
    valuesOf: ({ settings }) => ({ value: settings[name].source === place.level ? settings[name].value : null }),
    proposed: reset ? { value: null } : {},
    save: ({ value }, version) => place.write({ [name]: value }, version),
    changes: [place.queryKey, ['settings']],
    done: close,
    show: (_, value) => ({
      label: words?.label ?? name,
      text: value === null ? t.settings.resets : valueText(name, value),
    }),
  });
  const { value } = edit.values;
  const label = words?.label ?? name;
  const action = place.level === 'tenant' ? t.settings.resetTenant : t.settings.resetDeployment;
  return (
    <Dialog title={label} close={close}>
      {reset ? (
        <FormFrame {...edit} disabled={!edit.dirty} close={close} action={action}>
          <Text size="sm">{t.settings.inForce(valueText(name, stored.settings[name].value))}</Text>
        </FormFrame>
      ) : (
        <FormFrame {...edit} disabled={!edit.dirty || value === null} close={close}>
          <NumberField
            label={t.settings.value(words?.unit ?? '')}
            description={`${words?.hint} ${words?.unit === 'seconds' && value !== null && value >= 0 ? inWords(value) : ''}`}
            value={value}
            onChange={(typed) => edit.set('value', typed ?? null)}
            min={min}
            max={max}
            whole
            error={edit.errors[name]}
            required
            data-autofocus
          />
        </FormFrame>
      )}
    </Dialog>
  );
}
