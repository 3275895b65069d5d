import { notifications } from '@mantine/notifications';
import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { t } from '../texts';

interface SaveOptions<In, Out> {
  readonly save: (input: In) => Promise<Out>;
  /** The keys of what is read again from the server afterwards: what is shown is what is stored. */
  readonly changes: readonly QueryKey[];
  /** Called only while what saves is still shown: a dialog that was closed meanwhile closes no other. */
  readonly done?: (result: Out, input: In) => void;
  /** What to say when it worked; false says nothing. */
  readonly says?: string | false | ((result: Out, input: In) => string);
}

/** A write: its button is busy until the server answered, what it changed is read again, and success is said. */
export function useSave<In, Out>({
  save,
  changes,
  done,
  says = t.common.saved,
}: SaveOptions<In, Out>): UseMutationResult<Out, Error, In> {
  const client = useQueryClient();
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  return useMutation<Out, Error, In>({
    mutationFn: save,
    onSuccess: async (result, input) => {
      await Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey })));
      if (says !== false) {
        notifications.show({ message: typeof says === 'function' ? says(result, input) : says, color: 'teal' });
      }
      if (mounted.current) {
        done?.(result, input);
      }
    },
    onError: () => Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
