namespace CoretimeDesk.Leads.Importing;

/// <summary>Where a row's lead belongs.</summary>
public abstract record Placement
{
    /// <summary>It was imported before.</summary>
    public sealed record Repeated : Placement;

    /// <summary>Nowhere.</summary>
    public sealed record Refused(RowFault Fault) : Placement;

    /// <summary>To an account that has one of its keys.</summary>
    public sealed record Known(Guid AccountId) : Placement;

    /// <summary>To an account that does not exist yet.</summary>
    public sealed record New : Placement;
}

/// <summary>Decides a batch of rows, one after the other: what one row makes, the next one meets.</summary>
/// <param name="addsToKnown">Whether leads come to accounts that exist; otherwise their rows are refused.</param>
/// <param name="imported">Hashes of rows that were imported before, as hex.</param>
/// <param name="taken">Those of the rows' keys that accounts have.</param>
public sealed class BatchRules(bool addsToKnown, IEnumerable<string> imported, IEnumerable<TakenKey> taken)
{
    private readonly HashSet<string> _imported = [.. imported];
    private readonly Dictionary<StrongKey, TakenKey> _taken = taken.ToDictionary(t => t.Key);

    /// <summary>How many of these rows make an account at most: what is needed of numbers.</summary>
    public int NewAtMost(IEnumerable<(RowContent Row, string Hash)> rows) => rows.Count(r => !_imported.Contains(r.Hash) && !r.Row.Account.Keys.Any(_taken.ContainsKey));

    /// <summary>Where the row belongs.</summary>
    public Placement Place(RowContent row, string hash)
    {
        if (_imported.Contains(hash))
        {
            return new Placement.Repeated();
        }

        var theirs = row.Account.Keys.Where(_taken.ContainsKey).Select(k => _taken[k]).DistinctBy(t => t.AccountId).ToList();
        Placement place = theirs switch
        {
            [] => new Placement.New(),
            [var one] when addsToKnown => new Placement.Known(one.AccountId),
            [var one] => new Placement.Refused(Fault(one, $"{one.ToRefusal().Message} Remove the row, or import with known accounts allowed (--known add) to give the lead to that account.")),
            [var one, var other, ..] => new Placement.Refused(Fault(one, $"{one.ToRefusal().Message} {other.ToRefusal().Message} A row has one account: remove the key that is not its own, or merge the two.")),
        };
        if (place is not Placement.Refused)
        {
            _imported.Add(hash);
        }

        return place;
    }

    /// <summary>The keys of an account that a row has made are taken from now on.</summary>
    public void Made(CreateAccount account, DateTimeOffset now)
    {
        foreach (var key in account.Keys)
        {
            _taken.TryAdd(key, new(key, account.Id, account.Number, account.Name, now, null, null));
        }
    }

    private static RowFault Fault(TakenKey taken, string fix) => RowFault.In(
        taken.Key.Kind switch
        {
            KeyKind.ParaId => LeadColumns.ParaId,
            KeyKind.GenesisHash => LeadColumns.GenesisHash,
            KeyKind.Repository => LeadColumns.Repository,
            _ => LeadColumns.Domain,
        },
        taken.Key.Kind == KeyKind.ParaId ? $"{taken.Key.Network}:{taken.Key.Value}" : taken.Key.Value,
        fix);
}
