import { Select } from '@mantine/core';
import { type Role, useGivableRoles } from '../../session/roles';
import { t } from '../../texts';

interface RoleSelectProps {
  readonly tenant: string;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly error?: string;
  /** In place of words on the role. */
  readonly description?: string;
}

/** A role up to one's own, with words on what it may do. */
export function RoleSelect({ tenant, value, onChange, error, description }: RoleSelectProps) {
  const roles = useGivableRoles(tenant);
  return (
    <Select
      label={t.members.role}
      description={description ?? t.members.roleHints[value]}
      data={roles.map((role) => ({ value: role, label: t.roles[role] ?? role }))}
      value={value}
      onChange={(chosen) => chosen !== null && onChange(chosen as Role)}
      allowDeselect={false}
      error={error}
    />
  );
}
