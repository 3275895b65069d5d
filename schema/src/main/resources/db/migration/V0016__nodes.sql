-- Runs beside: 0011
-- What the nodes of the deployment told of themselves last. A node is its data folder, which one process has at a time; a node of an
-- earlier release tells nothing here and is missed by nobody but an operator who looks for it.

create table nodes (
    id         uuid        not null,
    -- the process that has the folder
    life_id    uuid        not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    report     jsonb       not null,
    constraint nodes_pkey primary key (id)
);

grant select, insert, update, delete on nodes to ${server_role};
