using CoretimeDesk.Journal;

namespace CoretimeDesk.Hosting;

/// <summary>The table in which every service keeps the revocations it has heard of, as SQL for a migration.</summary>
public static class RevocationsSchema
{
    /// <summary>The first version. Never edit it after a release: add a V2.</summary>
    /// <param name="schema">The service's schema; lower case letters and underscores.</param>
    public static string V1(string schema)
    {
        JournalSchema.Guard(schema);
        return $"""
            create table {schema}.revocations (
                kind        text        not null check (kind in ('person', 'session')),
                subject_id  uuid        not null,
                revoked_at  timestamptz not null,
                noted_at    timestamptz not null default clock_timestamp(),
                primary key (kind, subject_id)
            );
            comment on table {schema}.revocations is 'Access tokens that are void before their time. Rows go when every token they concern has expired.';
            comment on column {schema}.revocations.revoked_at is 'Of a person: tokens issued at or before this instant are void. Of a session: all are.';
            comment on column {schema}.revocations.noted_at is 'Lets the replicas of the service find what is new.';
            create index revocations_new on {schema}.revocations (noted_at);
            """;
    }

    /// <summary>Removes what <see cref="V1"/> made.</summary>
    public static string DropV1(string schema)
    {
        JournalSchema.Guard(schema);
        return $"drop table {schema}.revocations;";
    }

    // Any order of deliveries ends with the latest instant.
    internal static string Note(string schema) => $$"""
        insert into {{schema}}.revocations as known (kind, subject_id, revoked_at) values ({0}, {1}, {2})
        on conflict (kind, subject_id) do update set revoked_at = greatest(known.revoked_at, excluded.revoked_at), noted_at = excluded.noted_at
        """;

    internal static string ReadNew(string schema) =>
        $"select kind, subject_id, revoked_at, noted_at from {schema}.revocations where $1 is null or noted_at > $1 order by noted_at";

    internal static string Prune(string schema) => $"delete from {schema}.revocations where revoked_at < $1";
}
