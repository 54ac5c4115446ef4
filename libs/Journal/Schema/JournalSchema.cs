namespace CoretimeDesk.Journal;

/// <summary>
/// The tables that every journalled service has in its own schema, as SQL for a migration. Written by hand because the
/// replay order (<c>tx</c>) and the append-only guard have no words in a model.
/// </summary>
public static class JournalSchema
{
    /// <summary>The first version of the tables. Never edit it after a release: add a V2.</summary>
    /// <param name="schema">The service's schema; lower case letters and underscores.</param>
    public static string V1(string schema)
    {
        Guard(schema);
        return $"""
            create table {schema}.journal (
                aggregate_id    uuid        not null,
                version         bigint      not null check (version > 0),
                sequence        bigint      check (sequence > 0),
                event_id        uuid        not null unique,
                aggregate_type  text        not null,
                type            text        not null,
                payload         jsonb       not null,
                actor_id        uuid        not null,
                actor_name      text        not null,
                rule_version    text,
                request_id      uuid,
                traceparent     text,
                occurred_at     timestamptz not null,
                published_at    timestamptz,
                position        bigint      generated always as identity,
                tx              xid8        not null default pg_current_xact_id(),
                primary key (aggregate_id, version)
            );
            comment on table {schema}.journal is 'Every change, once, for ever. Audit trail, outbox and replay source in one.';
            comment on column {schema}.journal.version is 'Counts all events of the aggregate; with aggregate_id the optimistic lock.';
            comment on column {schema}.journal.sequence is 'Counts the public events of the aggregate without gaps; null for private ones.';
            comment on column {schema}.journal.tx is 'With position the replay order: a reader stays below the oldest running transaction, so a late commit cannot be missed.';

            create unique index journal_public on {schema}.journal (aggregate_id, sequence) where sequence is not null;
            create index journal_unpublished on {schema}.journal (position) where published_at is null and sequence is not null;
            create index journal_replay on {schema}.journal (tx, position);

            create function {schema}.journal_is_append_only() returns trigger language plpgsql as $$
            begin
                raise exception 'the journal is append-only' using errcode = 'restrict_violation';
            end $$;
            -- Only published_at may change: an update that names any other column, and every delete, is refused.
            create trigger journal_no_update before update of aggregate_id, version, sequence, event_id, aggregate_type, type,
                payload, actor_id, actor_name, rule_version, request_id, traceparent, occurred_at, tx
                on {schema}.journal for each statement execute function {schema}.journal_is_append_only();
            create trigger journal_no_delete before delete or truncate on {schema}.journal
                for each statement execute function {schema}.journal_is_append_only();

            create table {schema}.requests (
                actor_id    uuid        not null,
                request_id  uuid        not null,
                method      text        not null,
                digest      bytea       not null,
                refused     boolean     not null,
                answer      bytea       not null,
                answered_at timestamptz not null,
                primary key (actor_id, request_id)
            );
            comment on table {schema}.requests is 'The first answer to each request_id; a repeat gets it again.';
            create index requests_age on {schema}.requests (answered_at);

            create table {schema}.inbox (
                source       text        not null,
                event_id     text        not null,
                received_at  timestamptz not null,
                primary key (source, event_id)
            );
            comment on table {schema}.inbox is 'Events whose effect is in this schema: a repeat changes nothing.';
            create index inbox_age on {schema}.inbox (received_at);

            create table {schema}.inbox_progress (
                source         text   not null,
                aggregate_id   uuid   not null,
                last_sequence  bigint not null,
                primary key (source, aggregate_id)
            );
            comment on table {schema}.inbox_progress is 'How far each foreign aggregate has been applied, for topics that are consumed in order.';

            create table {schema}.inbox_parked (
                source        text        not null,
                aggregate_id  uuid        not null,
                sequence      bigint      not null,
                topic         text        not null,
                envelope      text        not null,
                parked_at     timestamptz not null,
                primary key (source, aggregate_id, sequence)
            );
            comment on table {schema}.inbox_parked is 'Events that came before their predecessor; they wait here.';

            create table {schema}.dead_letters (
                dead_letter_id  uuid        primary key,
                source          text        not null,
                event_id        text        not null,
                type            text        not null,
                topic           text        not null,
                reason          text        not null,
                envelope        text        not null,
                received_at     timestamptz not null,
                resolved_at     timestamptz
            );
            comment on table {schema}.dead_letters is 'Events that could not be accepted, kept until somebody retries them.';
            create index dead_letters_open on {schema}.dead_letters (received_at) where resolved_at is null;
            """;
    }

    /// <summary>Removes what <see cref="V1"/> made.</summary>
    public static string DropV1(string schema)
    {
        Guard(schema);
        return $"""
            drop table {schema}.dead_letters, {schema}.inbox_parked, {schema}.inbox_progress, {schema}.inbox, {schema}.requests, {schema}.journal;
            drop function {schema}.journal_is_append_only();
            """;
    }

    /// <summary>The second version: what <see cref="V1"/> made, and the seals over it. Never edit it after a release: add a V3.</summary>
    /// <param name="schema">The service's schema; lower case letters and underscores.</param>
    public static string V2(string schema)
    {
        Guard(schema);
        const string hash = "~ '^[0-9a-f]{64}$'";
        return $"""
            create table {schema}.seals (
                number          bigint      primary key check (number > 0),
                previous        text        not null unique check (previous {hash}),
                hash            text        not null unique check (hash {hash}),
                root            text        not null check (root {hash}),
                leaf_count      int         not null check (leaf_count > 0),
                first_tx        xid8        not null,
                first_position  bigint      not null,
                last_tx         xid8        not null,
                last_position   bigint      not null,
                leaves          bytea       not null check (octet_length(leaves) = 32 * leaf_count),
                sealed_at       timestamptz not null,
                key_id          text        not null,
                signature       text        not null
            );
            comment on table {schema}.seals is 'Signed roots over the journal, each with the hash of the one before: what is sealed cannot be changed unseen.';
            comment on column {schema}.seals.first_tx is 'With first_position the first row in the replay order; a seal reaches from after the one before to last_tx, last_position.';
            comment on column {schema}.seals.leaves is 'The hashes under the root, 32 bytes each: a proof needs no other row, and a row that was changed can be named.';
            create unique index seals_reach on {schema}.seals (last_tx, last_position);

            create function {schema}.seals_are_final() returns trigger language plpgsql as $$
            begin
                raise exception 'a seal is final' using errcode = 'restrict_violation';
            end $$;
            create trigger seals_no_change before update or delete or truncate on {schema}.seals
                for each statement execute function {schema}.seals_are_final();
            """;
    }

    /// <summary>Removes what <see cref="V2"/> made.</summary>
    public static string DropV2(string schema)
    {
        Guard(schema);
        return $"""
            drop table {schema}.seals;
            drop function {schema}.seals_are_final();
            """;
    }

    /// <summary>Refuses a name that would not be safe inside SQL text.</summary>
    public static void Guard(string schema)
    {
        if (schema.Length == 0 || schema.Any(c => !char.IsAsciiLetterLower(c) && c != '_'))
        {
            throw new ArgumentException($"\"{schema}\" is no schema name: use lower case letters and underscores.", nameof(schema));
        }
    }
}
