import { apiKeys } from './en/apiKeys';
import { audit } from './en/audit';
import { budgets } from './en/budgets';
import { catalogue } from './en/catalogue';
import * as common from './en/common';
import { defaults } from './en/defaults';
import { fields } from './en/fields';
import { health } from './en/health';
import { members } from './en/members';
import { mending } from './en/mending';
import { models } from './en/models';
import { overview } from './en/overview';
import { playground } from './en/playground';
import { problems } from './en/problems';
import { profile } from './en/profile';
import { providers } from './en/providers';
import { settings } from './en/settings';
import { sharedProviders } from './en/sharedProviders';
import { shell } from './en/shell';
import { signIn } from './en/signIn';
import { tenants } from './en/tenants';
import { units } from './en/units';
import { usage } from './en/usage';
import { users } from './en/users';
import { who } from './en/who';

/** All texts of the console, in English. A page takes its texts from here and nowhere else. */
export const t = {
  ...common,
  apiKeys,
  audit,
  budgets,
  catalogue,
  defaults,
  fields,
  health,
  members,
  mending,
  models,
  overview,
  playground,
  problems,
  profile,
  providers,
  settings,
  sharedProviders,
  shell,
  signIn,
  tenants,
  units,
  usage,
  users,
  who,
};
