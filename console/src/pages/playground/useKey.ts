import { useRef, useState } from 'react';
import { api, dataOf, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';

type PlaygroundKey = Schemas['PlaygroundKey'];

/** Something that is done with a key; its id is known of keys that were made here. */
export type WithKey = <T>(use: (key: string, keyId?: string) => Promise<T>) => Promise<T>;

/**
 * The key that the page calls with: a short-lived one of the signed-in member, made when it is first needed and kept in memory alone;
 * or one that was pasted, for who has none.
 */
export function useKey(tenant: string, mayCall: boolean) {
  const [pasted, setPasted] = useState('');
  const own = useRef<{ readonly tenant: string; readonly key: Promise<PlaygroundKey> }>(undefined);
  const make = () => {
    const key = dataOf(api.POST('/tenants/{tenant}/playground-key', { params: { path: { tenant } } }));
    own.current = { tenant, key };
    key.catch(() => {
      own.current = undefined; // asked for again the next time
    });
    return key;
  };
  const current = () => (own.current?.tenant === tenant ? own.current.key : make());
  return {
    pasted,
    setPasted,
    /** Whether there is anything to call with. */
    ready: mayCall || pasted.trim() !== '',
    /** Calls with the key; one that expired or was rotated away is replaced once. */
    async withKey<T>(use: (key: string, keyId?: string) => Promise<T>): Promise<T> {
      if (!mayCall) {
        return use(pasted.trim());
      }
      try {
        const { key, key_id } = await current();
        return await use(key, key_id);
      } catch (failure) {
        if (failure instanceof Problem && failure.status === 401) {
          const { key, key_id } = await make();
          return use(key, key_id);
        }
        throw failure;
      }
    },
  };
}
