namespace CoretimeDesk.Leads;

/// <summary>One of two accounts that become one.</summary>
public enum Side
{
    /// <summary>Keeps its id and number.</summary>
    Survivor = 1,

    /// <summary>Becomes part of the other.</summary>
    Absorbed = 2,
}

/// <summary>A field in which the two differ, and which value the survivor gets unless people choose the other.</summary>
public sealed record MergeField(string Field, string Survivor, string Absorbed, Side Proposed, string Because);

/// <summary>Makes one account of two.</summary>
public static class MergeRules
{
    /// <summary>The fields that people choose between, in the order in which they are shown.</summary>
    private static readonly Mergeable[] Fields =
    [
        new("name", a => a.Name, (to, from) => to with { Name = from.Name }, (_, _) => (Side.Survivor, "the survivor's own")),
        new("segment", a => $"{a.Segment}", (to, from) => to with { Segment = from.Segment }, (_, _) => (Side.Survivor, "the survivor's own")),
        new("annual_core_periods", a => $"{a.AnnualCorePeriods} (tier {a.Tier})", (to, from) => to with { AnnualCorePeriods = from.AnnualCorePeriods },
            (s, a) => s.AnnualCorePeriods >= a.AnnualCorePeriods ? (Side.Survivor, "the larger stated need") : (Side.Absorbed, "the larger stated need")),
        new("is_dao", a => a.IsDao ? "yes" : "no", (to, from) => to with { IsDao = from.IsDao }, (s, _) => (s.IsDao ? Side.Survivor : Side.Absorbed, "one of them is known to be a DAO")),
        new("main_business_elsewhere", a => a.MainBusinessElsewhere ? "yes" : "no", (to, from) => to with { MainBusinessElsewhere = from.MainBusinessElsewhere },
            (s, _) => (s.MainBusinessElsewhere ? Side.Survivor : Side.Absorbed, "one of them is known to do so")),
        new("target", a => a.Target is { } t ? $"{t.Source}, fit {t.FitScore} of 100" : "", (to, from) => to with { Target = from.Target },
            (s, a) => a.Target is null || s.Target?.FitScore >= a.Target.FitScore ? (Side.Survivor, "the better fit") : (Side.Absorbed, s.Target is null ? "the only one" : "the better fit")),
        new("next_step", a => a.NextStep is { } n ? $"{n.On:d MMMM yyyy}: {n.What}" : "", (to, from) => to with { NextStep = from.NextStep },
            (s, a) => a.NextStep is null || s.NextStep?.On <= a.NextStep.On ? (Side.Survivor, "the one that is due first") : (Side.Absorbed, s.NextStep is null ? "the only one" : "the one that is due first")),
    ];

    /// <summary>The names of the fields that people choose between.</summary>
    public static IReadOnlyList<string> FieldNames { get; } = [.. Fields.Select(f => f.Name)];

    /// <summary>Why these two cannot be merged at all; null when they can.</summary>
    public static Refusal? Cannot(AccountState survivor, AccountState absorbed) =>
        survivor.Id == absorbed.Id ? Refusal.InvalidField("absorbed_id", "is the survivor itself; choose two accounts.")
        : survivor.MergedInto is not null ? Gone(survivor)
        : absorbed.MergedInto is not null ? Gone(absorbed)
        : null;

    /// <summary>Where the two differ, with what is proposed.</summary>
    public static IReadOnlyList<MergeField> Differences(AccountState survivor, AccountState absorbed) =>
    [
        .. Fields.Where(f => f.Text(survivor) != f.Text(absorbed) || f.Differs(survivor, absorbed)).Select(f =>
        {
            var (side, because) = f.Propose(survivor, absorbed);
            return new MergeField(f.Name, f.Text(survivor), f.Text(absorbed), side, because);
        }),
    ];

    /// <summary>What the survivor is afterwards: chosen fields, everything that either side has, and the earlier age.</summary>
    public static AccountState Merged(AccountState survivor, AccountState absorbed, IReadOnlyDictionary<string, Side> choices)
    {
        var merged = survivor;
        foreach (var field in Fields)
        {
            var side = choices.TryGetValue(field.Name, out var chosen) ? chosen : field.Propose(survivor, absorbed).Side;
            merged = side == Side.Absorbed ? field.Take(merged, absorbed) : merged;
        }

        return merged with
        {
            Ecosystems = [.. survivor.Ecosystems.Union(absorbed.Ecosystems).Order(StringComparer.Ordinal)],
            Keys = [.. survivor.Keys.Union(absorbed.Keys)],
            ChainAccounts = [.. survivor.ChainAccounts.Concat(absorbed.ChainAccounts).GroupBy(c => c.Id).Select(same => same.MaxBy(c => c.How)!)],
            CreatedAt = survivor.CreatedAt <= absorbed.CreatedAt ? survivor.CreatedAt : absorbed.CreatedAt,
        };
    }

    /// <summary>What is left of the absorbed one: its fields, as history. Whatever may be had only once is the survivor's.</summary>
    public static AccountState Emptied(AccountState absorbed) => absorbed with { Keys = [], ChainAccounts = [] };

    /// <summary>The account is part of another by now.</summary>
    public static Refusal Gone(AccountState account) =>
        new(RefusalKind.Precondition, "ACCOUNT_MERGED", $"{account.Number} {account.Name} is part of another account since a merge.")
        {
            Facts = new Dictionary<string, string> { ["account_number"] = account.Number, ["merged_into_id"] = account.MergedInto?.ToString() ?? "" },
        };

    /// <summary>Fields that were changed in a survivor since it was merged, with the way to put them back.</summary>
    internal static IEnumerable<(string Name, string Then, string Now, bool Changed, Func<AccountState, AccountState, AccountState> Take)> Compare(AccountState then, AccountState now) =>
        Fields.Select(f => (f.Name, f.Text(then), f.Text(now), f.Text(then) != f.Text(now) || f.Differs(then, now), f.Take));

    private sealed record Mergeable(
        string Name, Func<AccountState, string> Text, Func<AccountState, AccountState, AccountState> Take, Func<AccountState, AccountState, (Side Side, string Because)> Propose)
    {
        // Where the text shows less than there is.
        public bool Differs(AccountState left, AccountState right) => Name switch
        {
            "target" => !Equals(left.Target, right.Target),
            "next_step" => left.NextStep != right.NextStep,
            _ => false,
        };
    }
}
