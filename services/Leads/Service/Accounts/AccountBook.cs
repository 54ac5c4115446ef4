using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Opens accounts for commands, and writes down what the rules decided: state, keys, search terms and events, all at once.</summary>
public static class AccountBook
{
    private const int MergesDeepest = 100;

    /// <summary>Accounts with their keys and chain accounts.</summary>
    public static IQueryable<AccountRow> Whole(LeadsDb db) => db.Accounts.Include(a => a.Keys).Include(a => a.ChainAccounts).AsSplitQuery();

    /// <summary>The account to change, or why not: there is none, it is part of another, or it has changed since it was looked at.</summary>
    /// <param name="db">The command's context.</param>
    /// <param name="id">Which account.</param>
    /// <param name="expectedVersion">The version that was looked at; 0 for whatever it is.</param>
    /// <param name="stop">Cancels with the call.</param>
    public static async Task<(AccountRow? Row, Refusal? Refusal)> OpenAsync(LeadsDb db, Guid id, long expectedVersion, CancellationToken stop)
    {
        if (await Whole(db).SingleOrDefaultAsync(a => a.Id == id, stop) is not { } row)
        {
            return (null, Refusal.NotFound("account", id));
        }

        if (row.MergedIntoId is not null)
        {
            return (null, await MergedAsync(db, row, stop));
        }

        return expectedVersion == 0 || expectedVersion == row.Version ? (row, null) : (null, new(
            RefusalKind.Precondition, "ACCOUNT_CHANGED", $"{row.Number} {row.Name} was changed by somebody else meanwhile (version {expectedVersion} then, {row.Version} now). Look at it again.")
        {
            Facts = new Dictionary<string, string> { ["expected_version"] = $"{expectedVersion}", ["version"] = $"{row.Version}" },
        });
    }

    /// <summary>The account that this one is part of by now, itself when it was never merged; null when there is none.</summary>
    public static async Task<Guid?> LiveIdAsync(LeadsDb db, Guid id, CancellationToken stop)
    {
        for (var depth = 0; depth < MergesDeepest; depth++)
        {
            var found = await db.Accounts.AsNoTracking().Where(a => a.Id == id).Select(a => new { a.MergedIntoId }).SingleOrDefaultAsync(stop);
            if (found?.MergedIntoId is not { } into)
            {
                return found is null ? null : id;
            }

            id = into;
        }

        throw new InvalidOperationException($"Account {id} is part of a ring of merges.");
    }

    /// <summary>Says into which account this one was merged, so that the caller can go there.</summary>
    public static async Task<Refusal> MergedAsync(LeadsDb db, AccountRow merged, CancellationToken stop)
    {
        var live = await LiveIdAsync(db, merged.Id, stop);
        var survivor = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == live, stop);
        return new(RefusalKind.Precondition, "ACCOUNT_MERGED", $"{merged.Number} {merged.Name} is part of {survivor.Number} {survivor.Name} since a merge. Go on there.")
        {
            Facts = new Dictionary<string, string>
            {
                ["account_id"] = survivor.Id.ToString(),
                ["account_number"] = survivor.Number,
                ["account_name"] = survivor.Name,
            },
        };
    }

    /// <summary>Writes down the first events of a new account.</summary>
    public static (AccountRow Row, AccountState State) Enter(CommandScope<LeadsDb> scope, IReadOnlyList<AccountEvent> events)
    {
        var (row, state) = New(events);
        scope.Db.Accounts.Add(row);
        Write(scope, row, state, events);
        AccountParts.Take(scope.Db, row, state);
        scope.Db.SearchTerms.AddRange(SearchTerms.Of(state, []));
        return (row, state);
    }

    /// <summary>The row of a new account, with nothing recorded yet.</summary>
    public static (AccountRow Row, AccountState State) New(IReadOnlyList<AccountEvent> events)
    {
        var state = AccountState.Evolve(null, events[0]).After(events.Skip(1));
        var row = new AccountRow
        {
            Id = state.Id,
            Number = state.Number,
            Name = state.Name,
            Segment = state.Segment,
            AnnualCorePeriods = state.AnnualCorePeriods,
            SizeTier = state.Tier,
            IsDao = state.IsDao,
            MainBusinessElsewhere = state.MainBusinessElsewhere,
            CreatedAt = state.CreatedAt,
        };
        row.Become(state);
        return (row, state);
    }

    /// <summary>Writes down what happened to one account, and gives what it is then.</summary>
    public static async Task<AccountState> ChangeAsync(CommandScope<LeadsDb> scope, AccountRow row, IReadOnlyList<AccountEvent> events)
    {
        var state = row.ToState().After(events);
        Write(scope, row, state, events);
        AccountParts.Take(scope.Db, row, state);
        AccountParts.Leave(scope.Db, row, state);
        await SearchTerms.SaveAsync(scope.Db, state, await SearchTerms.AbsorbedAsync(scope.Db, row.Id, scope.Stop), scope.Stop);
        return state;
    }

    /// <summary>Writes down what happened to two accounts between which keys move. What each gives up, the other may take.</summary>
    public static (AccountState First, AccountState Second) ChangeBoth(CommandScope<LeadsDb> scope, (AccountRow Row, IReadOnlyList<AccountEvent> Events) first, (AccountRow Row, IReadOnlyList<AccountEvent> Events) second)
    {
        var (one, two) = (first.Row.ToState().After(first.Events), second.Row.ToState().After(second.Events));
        Write(scope, first.Row, one, first.Events);
        Write(scope, second.Row, two, second.Events);
        AccountParts.Take(scope.Db, first.Row, one);
        AccountParts.Take(scope.Db, second.Row, two);
        AccountParts.Leave(scope.Db, first.Row, one);
        AccountParts.Leave(scope.Db, second.Row, two);
        return (one, two);
    }

    private static void Write(CommandScope<LeadsDb> scope, AccountRow row, AccountState state, IReadOnlyList<AccountEvent> events)
    {
        if (row.SizeTier != state.Tier || events.Any(e => e is AccountEvent.Merged or AccountEvent.MergeUndone))
        {
            // A size is verified from here on. Other numbers within the tier do not put that off; another customer under the same name does.
            row.SizeStatedAt = scope.Now;
        }

        row.Become(state);
        scope.Append(row, "account", events.Select(e => e.ToMessage(row.Id)));
    }
}
