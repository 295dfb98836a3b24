-- The tables of the store jdbc, for PostgreSQL 13 and later.
-- The primary key of the items is their only index: each further one costs every item.

create table if not exists safequeue_item (
	queue varchar(255) not null,
	lane smallint not null,
	id bigint generated always as identity,
	message_id uuid not null,
	item_key text,
	payload text not null,
	headers text,
	failures integer not null default 0,
	lost integer not null default 0,
	available_at timestamp with time zone not null default now(),
	created_at timestamp with time zone not null default now(),
	primary key (queue, lane, id)
) with (
	-- Room for counting a failure without a new index entry.
	fillfactor = 80,
	-- Each item is one dead row: vacuum early, without pauses, whatever the size.
	autovacuum_vacuum_scale_factor = 0,
	autovacuum_vacuum_threshold = 5000,
	autovacuum_vacuum_insert_scale_factor = 0,
	autovacuum_vacuum_insert_threshold = 50000,
	autovacuum_vacuum_cost_delay = 0
);

create table if not exists safequeue_lane (
	queue varchar(255) not null,
	lane smallint not null,
	primary key (queue, lane)
);

create table if not exists safequeue_dead (
	queue varchar(255) not null,
	id bigint generated always as identity,
	message_id uuid not null,
	item_key text,
	payload text not null,
	cause varchar(1000) not null,
	deliveries integer not null,
	failed_at timestamp with time zone not null,
	primary key (queue, id)
);

-- One row for each instance and queue: the batch that it has written last.
create table if not exists safequeue_writer (
	id uuid primary key,
	batch uuid,
	written_at timestamp with time zone not null default now()
) with (
	-- Room for the next batch without a new index entry.
	fillfactor = 50
);
