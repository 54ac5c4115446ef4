using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Approvals;

/// <summary>Where one role's part in a round stands. The numbers are those of the wire.</summary>
public enum ApprovalState
{
    /// <summary>Somebody must decide.</summary>
    Asked = 1,

    /// <summary>Yes.</summary>
    Given = 2,

    /// <summary>No.</summary>
    Declined = 3,

    /// <summary>The terms have changed, or the round ended otherwise.</summary>
    Void = 4,
}

/// <summary>How much was asked for, to compare later asks with.</summary>
/// <param name="Total">The sums.</param>
/// <param name="Settlement">Who buys.</param>
/// <param name="GiveawayBp">Commission and overlay, in basis points.</param>
/// <param name="RuleVersion">The rule version that judged it.</param>
/// <param name="Tier">The customer's size tier.</param>
/// <param name="RegionBegin">The sale; null for a quote without cores.</param>
/// <param name="Phase">Its phase; null for a quote without cores.</param>
public sealed record ApprovalScope(Amounts Total, Settlement Settlement, uint GiveawayBp, int RuleVersion, string Tier, uint? RegionBegin, SalePhase? Phase)
{
    /// <summary>The scope of terms as they were judged.</summary>
    public static ApprovalScope Of(QuoteTerms terms, Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(judgement);
        return new(
            terms.Total,
            terms.Ask.Settlement,
            terms.Earned.Commission.Value + terms.Earned.Overlay.Value,
            judgement.RuleVersion,
            judgement.Tier ?? "",
            terms.Price.Sale?.RegionBegin.Value,
            terms.Price.Sale?.Phase);
    }

    /// <summary>
    /// Whoever agreed to this has agreed to the other as well: in the same sale phase and by the same rules, it gives away no more planck, no larger part of the
    /// list value, and no more of any kind that takes a higher approval.
    /// </summary>
    public bool Covers(ApprovalScope other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Settlement, RuleVersion, Tier, RegionBegin, Phase) == (other.Settlement, other.RuleVersion, other.Tier, other.RegionBegin, other.Phase)
            && other.GiveawayBp <= GiveawayBp
            && other.Total.Concession <= Total.Concession
            && other.Total.Rebate <= Total.Rebate
            && (System.Numerics.BigInteger)other.Total.Concession.Value * Total.List.Value <= (System.Numerics.BigInteger)Total.Concession.Value * other.Total.List.Value;
    }
}

/// <summary>A decision that was made.</summary>
/// <param name="By">Who made it.</param>
/// <param name="For">In whose place; null for oneself.</param>
/// <param name="DelegationId">By which delegation; null for oneself.</param>
/// <param name="At">When.</param>
/// <param name="ReasonCode">Or empty.</param>
/// <param name="Note">Of a "no" the reason.</param>
/// <param name="ValidUntil">Of a "yes", until when it counts.</param>
/// <param name="CarriedFrom">The digest that was approved in an earlier round; null when it was decided in this one.</param>
public sealed record ApprovalDecision(Person By, Person? For, Guid? DelegationId, DateTimeOffset At, string ReasonCode, string Note, DateTimeOffset? ValidUntil, string? CarriedFrom);

/// <summary>One role's part in one round of approval.</summary>
public sealed record Approval
{
    /// <summary>The request's own id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Of which revision.</summary>
    public required int Revision { get; init; }

    /// <summary>Who must decide: "team_lead".</summary>
    public required string Role { get; init; }

    /// <summary>What it is bound to.</summary>
    public required string TermsSha256 { get; init; }

    /// <summary>How much that is.</summary>
    public required ApprovalScope Scope { get; init; }

    /// <summary>Where it stands.</summary>
    public ApprovalState State { get; init; } = ApprovalState.Asked;

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it is overdue, or goes up once more. The clock never stops.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How many times nobody had decided in time.</summary>
    public int Escalations { get; init; }

    /// <summary>Roles that may decide as well since.</summary>
    public IReadOnlyList<string> EscalatedTo { get; init; } = [];

    /// <summary>When it went up last; null while it has not.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>What was decided; null while nothing is.</summary>
    public ApprovalDecision? Decision { get; init; }

    /// <summary>It is a "yes" to these terms that still counts.</summary>
    public bool CountsFor(string termsSha256, DateTimeOffset now) => State == ApprovalState.Given && TermsSha256 == termsSha256 && now < Decision?.ValidUntil;

    /// <summary>As it stands on a quote that is sent.</summary>
    public ApprovalProof ToProof() => new(Id, Role, Decision!.By, Decision.For, Decision.At, TermsSha256);
}
