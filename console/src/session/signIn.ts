import { api, dataOf } from '../api/client';
import { keepSession } from './current';

/** Begins a session with a password. */
export async function signIn(email: string, password: string): Promise<void> {
  const signedIn = await dataOf(api.POST('/sign-in', { body: { email, password } }));
  await keepSession(signedIn.user_id, signedIn.csrf_token);
}
