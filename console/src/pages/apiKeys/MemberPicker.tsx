import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '../../texts';
import { fetchMembers, type Member } from '../members/memberApi';

interface MemberPickerProps {
  readonly tenant: string;
  readonly value: Member | null;
  readonly onChange: (member: Member | null) => void;
  readonly error?: string;
}

/** A member, looked for by the server. */
export function MemberPicker({ tenant, value, onChange, error }: MemberPickerProps) {
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search.trim(), 200);
  const labelOf = ({ display_name, email }: Member) => `${display_name} (${email})`;
  const q = searched === '' || (value !== null && searched === labelOf(value)) ? undefined : searched.slice(0, 100);
  const { data } = useQuery({
    queryKey: ['members', tenant, 'picker', q ?? ''],
    queryFn: () => fetchMembers(tenant, undefined, q),
    placeholderData: keepPreviousData,
  });
  const found = data?.data ?? [];
  const choices = value !== null && !found.some(({ user_id }) => user_id === value.user_id) ? [value, ...found] : found;
  return (
    <Select
      label={t.apiKeys.chooseMember}
      description={t.apiKeys.personHint}
      placeholder={t.apiKeys.findMember}
      data={choices.map((member) => ({ value: member.user_id, label: labelOf(member) }))}
      filter={({ options }) => options}
      value={value?.user_id ?? null}
      onChange={(id) => onChange(choices.find(({ user_id }) => user_id === id) ?? null)}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={t.common.nothingFound(searched)}
      searchable
      required
      error={error}
    />
  );
}
