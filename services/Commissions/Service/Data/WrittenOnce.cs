namespace CoretimeDesk.Commissions.Data;

/// <summary>What the model has no words for: plans, observations, closed months and statements are never changed or removed. Called by a migration.</summary>
public static class WrittenOnce
{
    /// <summary>Makes the database refuse it.</summary>
    public const string Create = $"""
        create function {CommissionsDb.SchemaName}.is_written_once() returns trigger language plpgsql as $$
        begin
            raise exception '% is written once; what turns out later is another row', tg_table_name using errcode = 'restrict_violation';
        end $$;
        create trigger plan_adoptions_no_change before update or delete or truncate on {CommissionsDb.SchemaName}.plan_adoptions
            for each statement execute function {CommissionsDb.SchemaName}.is_written_once();
        create trigger observations_no_change before update or delete or truncate on {CommissionsDb.SchemaName}.observations
            for each statement execute function {CommissionsDb.SchemaName}.is_written_once();
        create trigger closed_months_no_change before update or delete or truncate on {CommissionsDb.SchemaName}.closed_months
            for each statement execute function {CommissionsDb.SchemaName}.is_written_once();
        create trigger statements_no_change before update or delete or truncate on {CommissionsDb.SchemaName}.statements
            for each statement execute function {CommissionsDb.SchemaName}.is_written_once();
        """;

    /// <summary>Removes it again.</summary>
    public const string Drop = $"""
        drop trigger plan_adoptions_no_change on {CommissionsDb.SchemaName}.plan_adoptions;
        drop trigger observations_no_change on {CommissionsDb.SchemaName}.observations;
        drop trigger closed_months_no_change on {CommissionsDb.SchemaName}.closed_months;
        drop trigger statements_no_change on {CommissionsDb.SchemaName}.statements;
        drop function {CommissionsDb.SchemaName}.is_written_once();
        """;
}
