using CoretimeDesk.Journal;

namespace CoretimeDesk.Leads.Data;

/// <summary>An account's current state.</summary>
public sealed class AccountRow : IJournaled
{
    /// <summary>Below every fit score.</summary>
    public const short NoFit = -1;

    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Name { get; set; }
    public required Segment Segment { get; set; }
    public required uint AnnualCorePeriods { get; set; }
    public required SizeTier SizeTier { get; set; }

    /// <summary>Since when it has its tier; null: since it was created.</summary>
    public DateTimeOffset? SizeStatedAt { get; set; }
    public required bool IsDao { get; set; }
    public required bool MainBusinessElsewhere { get; set; }
    public string[] Ecosystems { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; set; }
    public Guid? MergedIntoId { get; set; }
    public TargetSource? TargetSource { get; set; }
    public string? TargetDetail { get; set; }

    /// <summary>The fit score; -1 for what is no target and sorts last.</summary>
    public short FitRank { get; set; } = NoFit;
    public string[] FitReasons { get; set; } = [];
    public short[] FitPoints { get; set; } = [];
    public string? NextStep { get; set; }
    public string? NextStepWhy { get; set; }
    public DateOnly? NextStepOn { get; set; }
    public string? NextStepBy { get; set; }
    public DateTimeOffset? NextStepAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public List<AccountKeyRow> Keys { get; } = [];
    public List<ChainAccountRow> ChainAccounts { get; } = [];

    /// <summary>The row as the rules see it. Keys and chain accounts must be loaded.</summary>
    public AccountState ToState() => new(Id, Number, Name, Segment, AnnualCorePeriods, IsDao, MainBusinessElsewhere, CreatedAt)
    {
        Ecosystems = Ecosystems,
        Keys = [.. Keys.Where(k => k.Kind != KeyKind.ChainAccount).Select(k => k.ToKey())],
        ChainAccounts = [.. ChainAccounts.Select(c => c.ToChainAccount())],
        Target = TargetSource is { } source ? new(source, TargetDetail!, [.. FitReasons.Zip(FitPoints, (text, points) => new FitReason(text, points))]) : null,
        NextStep = NextStepOn is { } on ? new(NextStep!, NextStepWhy!, on, NextStepBy!, NextStepAt!.Value) : null,
        MergedInto = MergedIntoId,
    };

    /// <summary>Takes over what the rules made of it, but for keys and chain accounts, which are rows of their own.</summary>
    public void Become(AccountState state)
    {
        (Name, Segment, AnnualCorePeriods, SizeTier) = (state.Name, state.Segment, state.AnnualCorePeriods, state.Tier);
        (IsDao, MainBusinessElsewhere, Ecosystems) = (state.IsDao, state.MainBusinessElsewhere, [.. state.Ecosystems]);
        (CreatedAt, MergedIntoId) = (state.CreatedAt, state.MergedInto);
        (TargetSource, TargetDetail, FitRank) = (state.Target?.Source, state.Target?.Detail, (short)(state.Target?.FitScore ?? NoFit));
        (FitReasons, FitPoints) = ([.. state.Target?.Reasons.Select(r => r.Text) ?? []], [.. state.Target?.Reasons.Select(r => (short)r.Points) ?? []]);
        (NextStep, NextStepWhy, NextStepOn) = (state.NextStep?.What, state.NextStep?.Why, state.NextStep?.On);
        (NextStepBy, NextStepAt) = (state.NextStep?.PlannedBy, state.NextStep?.PlannedAt);
    }
}

/// <summary>A strong key. It is the primary key itself: there is no room for a second owner.</summary>
public sealed class AccountKeyRow
{
    public required KeyKind Kind { get; init; }
    public required string Network { get; init; }
    public required string Value { get; init; }
    public required Guid AccountId { get; set; }

    public StrongKey ToKey() => new(Kind, Network, Value);
}

/// <summary>A chain account of a customer.</summary>
public sealed class ChainAccountRow
{
    public required Guid AccountId { get; init; }
    public required string PublicKey { get; init; }
    public required string Network { get; init; }
    public required string Address { get; set; }
    public required HowVerified How { get; set; }
    public required DateTimeOffset Since { get; set; }
    public required string Evidence { get; set; }

    public ChainAccount ToChainAccount() => new(new(PublicKey, Address), Network, How, Since, Evidence);
}

/// <summary>A text that was handed out to be signed.</summary>
public sealed class ChallengeRow
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required string PublicKey { get; init; }
    public required string Address { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }

    public Challenge ToChallenge() => new(Id, new(PublicKey, Address), Text, ExpiresAt, AnsweredAt);
}

/// <summary>What an account is found by.</summary>
public enum TermKind
{
    Number = 1,
    Name = 2,
    Domain = 3,
    Repository = 4,
    Para = 5,
    Genesis = 6,
    Address = 7,
}

/// <summary>One text that finds an account. Those of a merged account belong to the one that it became part of.</summary>
public sealed class SearchTermRow
{
    public required Guid AccountId { get; init; }
    public required TermKind Kind { get; init; }
    public required string Term { get; init; }
    public required string[] Grams { get; init; }
    public required string[] Rare { get; init; }
}
