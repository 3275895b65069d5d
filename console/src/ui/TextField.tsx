import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { LabelledProps } from './JsonField';

interface TextFieldProps extends LabelledProps {
  readonly required: boolean;
  readonly maxLength: number | undefined;
  /** It may run over several lines. */
  readonly long: boolean;
  /** It is not shown while it is typed. */
  readonly secret: boolean;
}

/** A text of one line or of several, seen or unseen; what is emptied is no text at all. */
export function TextField({ value, onChange, long, secret, ...common }: TextFieldProps) {
  const text = { ...common, value: typeof value === 'string' ? value : '' };
  const write = (typed: string) => onChange(typed === '' ? undefined : typed);
  if (long) {
    return (
      <Textarea
        {...text}
        autoComplete="off"
        spellCheck={false}
        minRows={2}
        maxRows={6}
        autosize
        styles={secret ? { input: HIDDEN } : undefined}
        onChange={(event) => write(withLineBreaks(event.currentTarget.value))}
      />
    );
  }
  return secret ? (
    <PasswordInput {...text} autoComplete="off" onChange={(event) => write(event.currentTarget.value)} />
  ) : (
    <TextInput {...text} onChange={(event) => write(event.currentTarget.value)} />
  );
}

/** Several lines whose characters are not shown; inputs for passwords have one line alone. */
const HIDDEN = { WebkitTextSecurity: 'disc' } as React.CSSProperties;

/** A key in PEM that was copied out of a JSON file has its line breaks written as two characters. */
function withLineBreaks(text: string): string {
  return text.startsWith('-----BEGIN') ? text.replaceAll('\\n', '\n') : text;
}
