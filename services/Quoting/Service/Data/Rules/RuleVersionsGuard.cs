namespace CoretimeDesk.Quoting.Data;

/// <summary>What the model has no words for: a rule version is never changed or removed, since quotes were judged by it. Called by a migration.</summary>
public static class RuleVersionsGuard
{
    /// <summary>Makes the database refuse it.</summary>
    public const string Create = $"""
        create function {QuotingDb.SchemaName}.rule_versions_are_append_only() returns trigger language plpgsql as $$
        begin
            raise exception 'a rule version never changes; adopt another one' using errcode = 'restrict_violation';
        end $$;
        create trigger rule_versions_no_change before update or delete or truncate on {QuotingDb.SchemaName}.rule_versions
            for each statement execute function {QuotingDb.SchemaName}.rule_versions_are_append_only();
        """;

    /// <summary>Removes it again.</summary>
    public const string Drop = $"""
        drop trigger rule_versions_no_change on {QuotingDb.SchemaName}.rule_versions;
        drop function {QuotingDb.SchemaName}.rule_versions_are_append_only();
        """;
}
