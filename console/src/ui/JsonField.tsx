import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../texts';
import { useValidity } from './useValidity';

/** What a field of a form that is made from a schema has, whatever its control. */
export interface LabelledProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly error: string | undefined;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A value without a simple shape, written as JSON; until it can be read, the form is not sent. */
export function JsonField({ label, description, error, value, onChange }: LabelledProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  const control = useValidity<HTMLTextAreaElement>(wrong ? t.fields.notJson : undefined);
  const write = (typed: string) => {
    setText(typed);
    try {
      onChange(typed.trim() === '' ? undefined : JSON.parse(typed));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <JsonInput
      ref={control}
      label={`${label} (${t.fields.json})`}
      description={description}
      error={wrong ? t.fields.notJson : error}
      value={text}
      onChange={write}
      autosize
      minRows={1}
      maxRows={12}
    />
  );
}
