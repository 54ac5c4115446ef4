namespace CoretimeDesk.Leads;

/// <summary>Asks for an account. A DAO, or one whose main business is elsewhere, is as welcome as any other.</summary>
public sealed record CreateAccount(Guid Id, string Number, string Name, Segment Segment, uint AnnualCorePeriods, bool IsDao, bool MainBusinessElsewhere)
{
    /// <summary>Where it builds, as written.</summary>
    public IReadOnlyList<string> Ecosystems { get; init; } = [];

    /// <summary>What identifies it for certain.</summary>
    public IReadOnlyList<StrongKey> Keys { get; init; } = [];
}

/// <summary>Asks for other fields; null leaves a field as it is.</summary>
public sealed record EditAccount(string? Name, Segment? Segment, uint? AnnualCorePeriods, bool? IsDao, bool? MainBusinessElsewhere, IReadOnlyList<string>? Ecosystems);

/// <summary>The rules of accounts.</summary>
public static class AccountRules
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int NameLengthMax = 200;

    /// <summary>The most ecosystems that may be entered.</summary>
    public const int EcosystemsMax = 20;

    /// <summary>The longest name of an ecosystem.</summary>
    public const int EcosystemLengthMax = 40;

    /// <summary>The most keys that may be entered at once.</summary>
    public const int KeysMax = 20;

    /// <summary>Creates the account; its tier follows from its stated need, and its para accounts from its para ids.</summary>
    /// <param name="c">What is asked for.</param>
    /// <param name="taken">Those of its keys that other accounts have.</param>
    /// <param name="now">The instant of the command.</param>
    public static Decision<AccountEvent> Create(CreateAccount c, IReadOnlyList<TakenKey> taken, DateTimeOffset now)
    {
        var faults = new List<FieldViolation>();
        faults.AddRange(Fields(c.Name, c.AnnualCorePeriods));
        var ecosystems = ReadEcosystems(c.Ecosystems, faults);
        if (c.Keys.Count > KeysMax)
        {
            faults.Add(new("keys", $"are {c.Keys.Count}; at most {KeysMax} can be entered at once."));
        }

        if (faults.Count > 0)
        {
            return Refusal.InvalidFields(faults);
        }

        if (taken.Count > 0)
        {
            return taken[0].ToRefusal();
        }

        return Decision<AccountEvent>.Emit(
        [
            new AccountEvent.Created(c.Id, c.Number, c.Name, c.Segment, c.AnnualCorePeriods, SizeTiers.Of(c.AnnualCorePeriods), c.IsDao, c.MainBusinessElsewhere, ecosystems, now),
            .. c.Keys.Distinct().SelectMany(key => Adding(key, now)),
        ]);
    }

    /// <summary>Changes fields. Asking for what is so already changes nothing.</summary>
    public static Decision<AccountEvent> Edit(AccountState account, EditAccount edit)
    {
        var faults = new List<FieldViolation>();
        var next = account with
        {
            Name = edit.Name ?? account.Name,
            Segment = edit.Segment ?? account.Segment,
            AnnualCorePeriods = edit.AnnualCorePeriods ?? account.AnnualCorePeriods,
            IsDao = edit.IsDao ?? account.IsDao,
            MainBusinessElsewhere = edit.MainBusinessElsewhere ?? account.MainBusinessElsewhere,
            Ecosystems = edit.Ecosystems is null ? account.Ecosystems : ReadEcosystems(edit.Ecosystems, faults),
        };
        faults.AddRange(Fields(next.Name, next.AnnualCorePeriods));
        if (faults.Count > 0)
        {
            return Refusal.InvalidFields(faults);
        }

        return AccountDifference.Fields(account, next) is { } edited ? Decision<AccountEvent>.Emit(edited) : Decision<AccountEvent>.Nothing;
    }

    /// <summary>Adds a key, and with a para id the accounts that it has.</summary>
    public static Decision<AccountEvent> AddKey(AccountState account, StrongKey key, TakenKey? taken, DateTimeOffset now) =>
        account.Keys.Contains(key) ? Decision<AccountEvent>.Nothing
        : taken is not null ? taken.ToRefusal()
        : Decision<AccountEvent>.Emit([.. Adding(key, now)]);

    /// <summary>Takes a key back, and with a para id the accounts that it has.</summary>
    public static Decision<AccountEvent> RemoveKey(AccountState account, StrongKey key) => account.Keys.Contains(key)
        ? Decision<AccountEvent>.Emit(
        [
            new AccountEvent.KeyRemoved(key),
            .. ChainAccounts.OfPara(key, default).Where(s => account.ChainAccounts.Any(c => c.Id == s.Id)).Select(s => new AccountEvent.ChainAccountRemoved(s.Id)),
        ])
        : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"{account.Number} {account.Name} has no {key.Describe()}.");

    private static IEnumerable<AccountEvent> Adding(StrongKey key, DateTimeOffset now) =>
    [
        new AccountEvent.KeyAdded(key),
        .. ChainAccounts.OfPara(key, now).Select(c => new AccountEvent.ChainAccountNoted(c)),
    ];

    private static IEnumerable<FieldViolation> Fields(string name, uint annualCorePeriods)
    {
        if (name.Length is 0 or > NameLengthMax)
        {
            yield return new("name", $"must have 1 to {NameLengthMax} characters.");
        }

        if (annualCorePeriods == 0)
        {
            yield return new("annual_core_periods", "must be at least 1; one core for a whole year is 13 core-periods of 28 days.");
        }
    }

    private static string[] ReadEcosystems(IReadOnlyList<string> names, List<FieldViolation> faults)
    {
        if (names.Count > EcosystemsMax)
        {
            faults.Add(new("ecosystems", $"are {names.Count}; at most {EcosystemsMax} are allowed."));
            return [];
        }

        var read = names.Select(n => n.Trim().ToLowerInvariant()).ToArray();
        for (var i = 0; i < read.Length; i++)
        {
            if (read[i].Length is 0 or > EcosystemLengthMax || read[i].Any(char.IsControl))
            {
                faults.Add(new($"ecosystems[{i}]", $"must have 1 to {EcosystemLengthMax} visible characters: \"polkadot\"."));
            }
        }

        return [.. read.Distinct().Order(StringComparer.Ordinal)];
    }
}
