namespace CoretimeDesk.Leads.Data;

/// <summary>What the model has no words for: links of a chain of claims are never changed or removed. Called by a migration.</summary>
public static class ClaimLinksGuard
{
    /// <summary>Makes the database refuse it.</summary>
    public const string Create = $"""
        create function {LeadsDb.SchemaName}.claim_links_are_append_only() returns trigger language plpgsql as $$
        begin
            raise exception 'the chain of claims is append-only' using errcode = 'restrict_violation';
        end $$;
        create trigger claim_links_no_change before update or delete or truncate on {LeadsDb.SchemaName}.claim_links
            for each statement execute function {LeadsDb.SchemaName}.claim_links_are_append_only();
        """;

    /// <summary>Removes it again.</summary>
    public const string Drop = $"""
        drop trigger claim_links_no_change on {LeadsDb.SchemaName}.claim_links;
        drop function {LeadsDb.SchemaName}.claim_links_are_append_only();
        """;
}
