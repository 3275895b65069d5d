import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../texts';
import { fromLocalInput, LOCAL_SPAN, localInput } from '../../ui/dates';
import { useValidity } from '../../ui/useValidity';

interface ExpiryFieldProps {
  readonly value: string | null;
  readonly onChange: (time: string | null) => void;
  readonly description: string;
  readonly error: string | undefined;
}

/** When a key ends. A date that is not whole says so and changes nothing: only an empty one means never. */
export function ExpiryField({ value, onChange, description, error }: ExpiryFieldProps) {
  const [unread, setUnread] = useState<string>();
  const wrong = unread === undefined ? undefined : t.apiKeys.expiresWrong;
  const control = useValidity<HTMLInputElement>(wrong);
  const read = ({ value: text, validity }: HTMLInputElement) => {
    const time = fromLocalInput(text);
    if (validity.badInput || (text !== '' && time === null)) {
      setUnread(text);
    } else {
      setUnread(undefined);
      if (text !== localInput(value)) {
        onChange(time);
      }
    }
  };
  return (
    <TextInput
      ref={control}
      label={t.apiKeys.expires}
      description={description}
      type="datetime-local"
      {...LOCAL_SPAN}
      value={unread ?? localInput(value)}
      onChange={(event) => read(event.currentTarget)}
      // a date of which parts are missing has no value, and no change when the last part goes
      onKeyUp={(event) => (unread === undefined ? undefined : read(event.currentTarget))}
      onBlur={(event) => read(event.currentTarget)}
      error={wrong ?? error}
    />
  );
}
