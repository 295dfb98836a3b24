-- The tables of the store jdbc, for H2 in a file.

create table if not exists safequeue_item (
	queue varchar(255) not null,
	lane smallint not null,
	id bigint generated always as identity,
	message_id uuid not null,
	item_key character large object,
	payload character large object not null,
	headers character large object,
	failures integer default 0 not null,
	lost integer default 0 not null,
	available_at timestamp with time zone default current_timestamp not null,
	created_at timestamp with time zone default current_timestamp not null,
	primary key (queue, lane, id)
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
	item_key character large object,
	payload character large object not null,
	cause varchar(1000) not null,
	deliveries integer not null,
	failed_at timestamp with time zone not null,
	primary key (queue, id)
);
