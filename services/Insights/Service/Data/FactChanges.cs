namespace CoretimeDesk.Insights.Data;

/// <summary>What the model has no words for: which transaction wrote a fact last, so that a reader can ask for what is new without missing a late commit. Called by a migration.</summary>
public static class FactChanges
{
    /// <summary>Makes the column and keeps it.</summary>
    public const string Create = $"""
        alter table {InsightsDb.SchemaName}.facts add column tx xid8 not null default pg_current_xact_id();
        create index facts_by_transaction on {InsightsDb.SchemaName}.facts (tx);
        create function {InsightsDb.SchemaName}.fact_is_written() returns trigger language plpgsql as $$
        begin
            new.tx = pg_current_xact_id();
            return new;
        end $$;
        create trigger facts_written before update on {InsightsDb.SchemaName}.facts
            for each row execute function {InsightsDb.SchemaName}.fact_is_written();
        """;

    /// <summary>Removes it again.</summary>
    public const string Drop = $"""
        drop trigger facts_written on {InsightsDb.SchemaName}.facts;
        drop function {InsightsDb.SchemaName}.fact_is_written();
        """;
}
