-- People: users of the deployment, their identities at OpenID providers, their memberships, invitations and console sessions;
-- keys that belong to a person, that are rotated with an overlap, and that remember their last use.

-- Deployment ---------------------------------------------------------------------------------------------------------

create table users (
    id            uuid        not null,
    -- the address in its one spelling, lower case; null for who signs in by OpenID only and whose address another user has
    email         text,
    display_name  text        not null,
    password_hash text,
    operator      boolean     not null,
    disabled      boolean     not null,
    version       bigint      not null,
    created_at    timestamptz not null,
    created_by    text        not null,
    updated_at    timestamptz not null,
    updated_by    text        not null,
    constraint users_pkey primary key (id),
    constraint users_email unique (email),
    constraint users_email_has_one_spelling check (email = lower(email)),
    constraint users_email_shape check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 254),
    constraint users_display_name_length check (char_length(display_name) between 1 and 200)
);

create table identities (
    issuer     text        not null,
    subject    text        not null,
    user_id    uuid        not null,
    created_at timestamptz not null,
    constraint identities_pkey primary key (issuer, subject),
    constraint identities_user foreign key (user_id) references users (id)
);
create index identities_by_user on identities (user_id);

-- By a hash of the address and not by user: an address that nobody has is held back just the same, so that nothing tells.
create table sign_in_failures (
    email_hash     bytea       not null,
    failures       integer     not null,
    last_failed_at timestamptz not null,
    constraint sign_in_failures_pkey primary key (email_hash),
    constraint sign_in_failures_email_hash_is_sha256 check (octet_length(email_hash) = 32),
    constraint sign_in_failures_count check (failures > 0)
);

create table console_sessions (
    token_hash   bytea       not null,
    user_id      uuid        not null,
    csrf_hash    bytea       not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz not null,
    constraint console_sessions_pkey primary key (token_hash),
    constraint console_sessions_user foreign key (user_id) references users (id),
    constraint console_sessions_token_hash_is_sha256 check (octet_length(token_hash) = 32),
    constraint console_sessions_csrf_hash_is_sha256 check (octet_length(csrf_hash) = 32)
);
create index console_sessions_by_user on console_sessions (user_id);

-- Which tenants a person is a member of, by person: the one question that no tenant's own table can answer.
create table user_tenants (
    user_id   uuid not null,
    tenant_id uuid not null,
    constraint user_tenants_pkey primary key (user_id, tenant_id),
    constraint user_tenants_user foreign key (user_id) references users (id),
    constraint user_tenants_tenant foreign key (tenant_id) references tenants (id)
);

-- Tenants ------------------------------------------------------------------------------------------------------------

create table members (
    tenant_id    uuid        not null,
    user_id      uuid        not null,
    -- the tenant's own name for the person: what the person is called elsewhere is not the tenant's to know
    display_name text        not null,
    email        text        not null,
    role         text        not null,
    -- until the person takes the invitation up, the membership gives nothing
    accepted_at  timestamptz,
    version      bigint      not null,
    created_at   timestamptz not null,
    created_by   text        not null,
    updated_at   timestamptz not null,
    updated_by   text        not null,
    constraint members_pkey primary key (tenant_id, user_id),
    constraint members_tenant foreign key (tenant_id) references tenants (id),
    constraint members_user foreign key (user_id) references users (id),
    constraint members_email unique (tenant_id, email),
    constraint members_email_has_one_spelling check (email = lower(email)),
    constraint members_display_name_length check (char_length(display_name) between 1 and 200),
    constraint members_role check (role in ('viewer', 'member', 'editor', 'admin', 'owner'))
);
create index members_by_user on members (user_id);

create table invitations (
    tenant_id     uuid        not null,
    token_hash    bytea       not null,
    user_id       uuid        not null,
    -- whether this invitation made the user: only then may it set a first password
    made_the_user boolean     not null,
    expires_at    timestamptz not null,
    created_at    timestamptz not null,
    created_by    text        not null,
    constraint invitations_pkey primary key (tenant_id, token_hash),
    constraint invitations_member foreign key (tenant_id, user_id) references members (tenant_id, user_id) on delete cascade,
    constraint invitations_token_hash_is_sha256 check (octet_length(token_hash) = 32)
);
create index invitations_by_member on invitations (tenant_id, user_id);

-- The lookup only tells whose a key is. Whether its text still holds is the tenant's to say: the text that was made last, and
-- after a rotation the one before it for a while.
alter table api_keys add column key_hash bytea;
update api_keys set key_hash = l.key_hash from api_key_lookup l
    where l.tenant_id = api_keys.tenant_id and l.api_key_id = api_keys.id;
alter table api_keys alter column key_hash set not null;
alter table api_keys add column previous_key_hash bytea;
alter table api_keys add column previous_expires_at timestamptz;
alter table api_keys add constraint api_keys_key_hash_is_sha256
    check (octet_length(key_hash) = 32 and octet_length(previous_key_hash) = 32);
alter table api_keys add constraint api_keys_rotation_is_whole
    check ((previous_key_hash is null) = (previous_expires_at is null));
alter table api_keys add column user_id uuid;
alter table api_keys add constraint api_keys_member foreign key (tenant_id, user_id)
    references members (tenant_id, user_id) on delete cascade;
create index api_keys_by_member on api_keys (tenant_id, user_id) where user_id is not null;

-- Not a column of api_keys: a use is no change of a setting and moves no version.
create table api_key_uses (
    tenant_id    uuid        not null,
    api_key_id   uuid        not null,
    last_used_at timestamptz not null,
    constraint api_key_uses_pkey primary key (tenant_id, api_key_id),
    constraint api_key_uses_key foreign key (tenant_id, api_key_id) references api_keys (tenant_id, id) on delete cascade
);

alter table audit_events drop constraint audit_events_actor_kind;
alter table audit_events add constraint audit_events_actor_kind check (actor_kind in ('operator', 'api_key', 'user'));

-- Row level security -------------------------------------------------------------------------------------------------

alter table user_tenants enable row level security;
create policy user_tenants_own on user_tenants
    using (user_id = nullif(current_setting('app.user_id', true), '')::uuid
        or tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table members enable row level security;
create policy members_tenant on members
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table invitations enable row level security;
create policy invitations_tenant on invitations
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table api_key_uses enable row level security;
create policy api_key_uses_tenant on api_key_uses
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update on users to ${server_role};
grant select, insert, delete on identities to ${server_role};
grant select, insert, update, delete on sign_in_failures to ${server_role};
grant select, insert, update, delete on console_sessions to ${server_role};
grant select, insert, delete on user_tenants to ${server_role};
grant select, insert, update, delete on members to ${server_role};
grant select, insert, delete on invitations to ${server_role};
grant select, insert, update, delete on api_key_uses to ${server_role};
