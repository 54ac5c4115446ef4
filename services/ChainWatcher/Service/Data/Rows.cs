using CoretimeDesk.Journal;

namespace CoretimeDesk.ChainWatcher.Data;

/// <summary>A followed chain: its checkpoint, and the market as it was then. It is the aggregate of the chain's facts, so two replicas can never save the same block.</summary>
public sealed class ChainRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required ChainKind Kind { get; init; }
    public required byte[] GenesisHash { get; init; }

    /// <summary>The first block that was read; a backfill goes up to the one before.</summary>
    public required long FirstBlock { get; init; }

    /// <summary>The last block whose facts are saved.</summary>
    public required long BlockNumber { get; set; }
    public required byte[] BlockHash { get; set; }
    public DateTimeOffset? BlockTime { get; set; }
    public long RelayBlock { get; set; }
    public string SpecName { get; set; } = "";
    public long SpecVersion { get; set; }
    public long Facts { get; set; }

    /// <summary>A <c>Market</c> message; empty until one was read.</summary>
    public byte[] Market { get; set; } = [];

    /// <summary>Why the market of the last block where it was tried could not be read; null when it was.</summary>
    public string? MarketProblem { get; set; }

    /// <summary>Why regions and renewals could not be read when they last should have been; null when those that are stored are those of the market's block.</summary>
    public string? ListsProblem { get; set; }

    /// <summary>Why it stopped: the name of a reason and words; null while it is being followed.</summary>
    public string? StopReason { get; set; }
    public string? StopMessage { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A fact, for lists and look-ups. The journal holds it too; this is where it can be found by block, account and task.</summary>
public sealed class FactRow
{
    public required Guid Id { get; init; }
    public required Guid ChainId { get; init; }
    public required long BlockNumber { get; init; }

    /// <summary>-1 for what no event told.</summary>
    public required int EventIndex { get; init; }
    public required string Type { get; init; }
    public required string Json { get; init; }
    public required byte[] BlockHash { get; init; }

    /// <summary>-1 outside extrinsics.</summary>
    public required int ExtrinsicIndex { get; init; }
    public required string[] Accounts { get; init; }
    public required long[] Tasks { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>How long the watch list is: the one row that every change of it touches, so that its limits hold and followers see at a glance whether it has changed.</summary>
public sealed class WatchListRow
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;
    public long Version { get; set; }
    public int Accounts { get; set; }

    /// <summary>How many of the accounts are watched with their balance.</summary>
    public int Balances { get; set; }
}

/// <summary>An account that every chain's follower tells of. It is never taken back.</summary>
public sealed class WatchedAccountRow
{
    /// <summary>0x hex.</summary>
    public required string Account { get; init; }

    /// <summary>Also tell what it holds.</summary>
    public required bool Balance { get; set; }

    /// <summary>Why, for people.</summary>
    public required string Note { get; set; }
    public required DateTimeOffset WatchedAt { get; init; }
}

/// <summary>What an account holds on a chain at the chain's checkpoint. The row is made with the first fact about it, and there is one such fact.</summary>
public sealed class WatchedBalanceRow
{
    public required Guid ChainId { get; init; }
    public required string Account { get; init; }

    /// <summary>The block in which it was told for the first time.</summary>
    public required long OpenedAtBlock { get; init; }

    /// <summary>In planck.</summary>
    public required string Free { get; set; }
}

/// <summary>A region in storage at the chain's checkpoint.</summary>
public sealed class RegionRow
{
    public required Guid ChainId { get; init; }
    public required long Begin { get; init; }
    public required int Core { get; init; }
    public required string Mask { get; init; }
    public required long End { get; init; }
    public string? Owner { get; init; }
    public string? Paid { get; init; }
}

/// <summary>A right to renew in storage at the chain's checkpoint.</summary>
public sealed class RenewalRow
{
    public required Guid ChainId { get; init; }
    public required int Core { get; init; }
    public required long Begin { get; init; }
    public required string Price { get; init; }
    public required long[] Tasks { get; init; }
    public required bool IsComplete { get; init; }
    public required bool AutoRenewal { get; init; }
}

/// <summary>A backfill: an aggregate of its own, since its facts are older than those already published.</summary>
public sealed class BackfillRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid ChainId { get; init; }
    public required long FromBlock { get; init; }
    public required long ToBlock { get; init; }
    public required long AtBlock { get; set; }
    public required byte[] AtHash { get; set; }

    /// <summary>When the last block that was read was made; null before the first.</summary>
    public DateTimeOffset? AtTime { get; set; }
    public long Facts { get; set; }
    public bool IsDone { get; set; }
    public string? StopMessage { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}
