-- Runs beside: 0011
-- What the database remembers of each version: the oldest one whose release may run beside it. A release cannot know this of a
-- migration that came after it, so "migrate" writes it here, from the line that each migration begins with.

create table schema_versions (
    version     text not null,
    runs_beside text not null,
    constraint schema_versions_pkey primary key (version),
    constraint schema_versions_shape check (version ~ '^[0-9]{4}$' and runs_beside ~ '^[0-9]{4}$'),
    constraint schema_versions_runs_beside_comes_first check (runs_beside <= version)
);

grant select on schema_versions to ${server_role};
