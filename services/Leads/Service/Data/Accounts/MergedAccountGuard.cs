namespace CoretimeDesk.Leads.Data;

/// <summary>
/// A trigger by which the database refuses that anything comes to belong to an account that is part of another by now. Written
/// by hand: no model has words for it. A table whose rows follow accounts (<see cref="Merging.IFollowsAccount"/>) gets it in the
/// migration that makes the table.
/// </summary>
/// <remarks>
/// A merge locks both accounts before it looks at what belongs to them. Whoever adds something meanwhile waits in this trigger,
/// then finds the account merged and gets a serialization failure: the command is decided again, and sees the merge.
/// </remarks>
public static class MergedAccountGuard
{
    /// <summary>The function that the triggers share.</summary>
    public const string Function = """
        create function leads.refuse_merged_account() returns trigger language plpgsql as $$
        declare
            merged uuid;
        begin
            select merged_into_id into merged from leads.accounts where id = new.account_id for key share;
            if merged is not null then
                raise exception 'account % is part of another account', new.account_id using errcode = 'serialization_failure';
            end if;
            return new;
        end $$;
        """;

    /// <summary>Removes it.</summary>
    public const string DropFunction = "drop function leads.refuse_merged_account();";

    /// <summary>Guards a table by its column <c>account_id</c>.</summary>
    /// <param name="table">Its name.</param>
    public static string On(string table) => $"""
        create trigger {table}_of_live_accounts before insert or update of account_id on leads.{table}
            for each row execute function leads.refuse_merged_account();
        """;

    /// <summary>Removes the guard.</summary>
    /// <param name="table">Its name.</param>
    public static string Off(string table) => $"drop trigger {table}_of_live_accounts on leads.{table};";
}
