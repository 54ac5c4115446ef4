using System.Collections.Immutable;

namespace CoretimeDesk.Commissions;

/// <summary>A participant's part of a plan's rate.</summary>
/// <param name="Participant">Who; in a plan, the role.</param>
/// <param name="Bp">Basis points of what the customer paid.</param>
public sealed record SplitShare(string Participant, uint Bp);

/// <summary>Who shares a commission, in the order in which they were named. Two splits are equal when they name the same with the same parts in the same order.</summary>
public sealed class Split(ImmutableArray<SplitShare> shares) : IEquatable<Split>
{
    /// <summary>The parts.</summary>
    public ImmutableArray<SplitShare> Shares { get; } = shares;

    /// <summary>All parts together, in basis points.</summary>
    public ulong TotalBp => Shares.Aggregate(0UL, (sum, s) => sum + s.Bp);

    /// <inheritdoc/>
    public bool Equals(Split? other) => other is not null && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Split);

    /// <inheritdoc/>
    public override int GetHashCode() => Shares.Aggregate(0, HashCode.Combine);

    /// <summary>In words, as in "ada 18 %, sol 4 %".</summary>
    public override string ToString() => string.Join(", ", Shares.Select(s => $"{s.Participant} {new Market.BasisPoints(s.Bp)}"));
}
