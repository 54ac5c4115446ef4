using System.Diagnostics;

namespace CoretimeDesk.Leads;

/// <summary>An account as the rules see it: what its events, in order, have made of it.</summary>
public sealed record AccountState(Guid Id, string Number, string Name, Segment Segment, uint AnnualCorePeriods, bool IsDao, bool MainBusinessElsewhere, DateTimeOffset CreatedAt)
{
    /// <summary>Where it builds, in lower case and in order.</summary>
    public IReadOnlyList<string> Ecosystems { get; init; } = [];

    /// <summary>What was entered to identify it for certain. Verified chain accounts come on top: <see cref="StrongKeys"/>.</summary>
    public IReadOnlyList<StrongKey> Keys { get; init; } = [];

    /// <summary>Its accounts on chains, however well they are known to be its own.</summary>
    public IReadOnlyList<ChainAccount> ChainAccounts { get; init; } = [];

    /// <summary>Why it is on the list of those to win; null while it is not.</summary>
    public Targeting? Target { get; init; }

    /// <summary>What happens next; null while nobody has planned anything.</summary>
    public NextStep? NextStep { get; init; }

    /// <summary>The account that it is part of by now, if it was merged.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The tier of its stated need.</summary>
    public SizeTier Tier => SizeTiers.Of(AnnualCorePeriods);

    /// <summary>Everything that no other account may have.</summary>
    public IEnumerable<StrongKey> StrongKeys => Keys.Concat(ChainAccounts.Where(c => c.IsProven).Select(c => c.Key));

    /// <summary>The account after an event, or after its first when <paramref name="account"/> is null.</summary>
    public static AccountState Evolve(AccountState? account, AccountEvent happened) => (account, happened) switch
    {
        (null, AccountEvent.Created c) => new(c.Id, c.Number, c.Name, c.Segment, c.AnnualCorePeriods, c.IsDao, c.MainBusinessElsewhere, c.At) { Ecosystems = c.Ecosystems },
        ({ } a, AccountEvent.Edited e) => a with
        {
            Name = e.Name,
            Segment = e.Segment,
            AnnualCorePeriods = e.AnnualCorePeriods,
            IsDao = e.IsDao,
            MainBusinessElsewhere = e.MainBusinessElsewhere,
            Ecosystems = e.Ecosystems,
        },
        ({ } a, AccountEvent.KeyAdded e) when !a.Keys.Contains(e.Key) => a with { Keys = [.. a.Keys, e.Key] },
        ({ } a, AccountEvent.KeyRemoved e) when a.Keys.Contains(e.Key) => a with { Keys = [.. a.Keys.Where(k => k != e.Key)] },
        ({ } a, AccountEvent.ChainAccountNoted e) => a with { ChainAccounts = [.. a.ChainAccounts.Where(c => c.Id != e.Account.Id), e.Account] },
        ({ } a, AccountEvent.ChainAccountRemoved e) when a.ChainAccounts.Any(c => c.Id == e.Account) => a with { ChainAccounts = [.. a.ChainAccounts.Where(c => c.Id != e.Account)] },
        ({ } a, AccountEvent.Targeted e) => a with { Target = e.Target },
        ({ Target: not null } a, AccountEvent.Untargeted) => a with { Target = null },
        ({ } a, AccountEvent.NextStepPlanned e) => a with { NextStep = e.Step },
        ({ NextStep: not null } a, AccountEvent.NextStepFinished) => a with { NextStep = null },
        ({ MergedInto: null } a, AccountEvent.Merged e) => a with { CreatedAt = e.CreatedAt },
        ({ MergedInto: null } a, AccountEvent.Absorbed e) => a with { MergedInto = e.SurvivorId },
        ({ } a, AccountEvent.MergeUndone e) => a with { MergedInto = null, CreatedAt = e.CreatedAt },
        ({ } a, AccountEvent.ChallengeIssued or AccountEvent.DuplicateDismissed) => a,
        _ => throw new UnreachableException($"{happened} cannot follow {account?.ToString() ?? "nothing"}"),
    };

    /// <summary>The account after these events.</summary>
    public AccountState After(IEnumerable<AccountEvent> events) => events.Aggregate(this, (state, happened) => Evolve(state, happened));
}
