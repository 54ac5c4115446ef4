using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>A core that the sponsor paid for a grant, and what is known of its use.</summary>
/// <param name="FactId">The payment.</param>
/// <param name="Target">The tranche that it is for.</param>
/// <param name="Region">What was bought; null for a renewal, whose workload says itself what runs.</param>
/// <param name="Begin">The first timeslice.</param>
/// <param name="Duration">The length in timeslices.</param>
/// <param name="Price">What was paid, and so the value that is used once it runs.</param>
public sealed record PaidCore(string FactId, RailTarget Target, RegionId? Region, uint Begin, uint Duration, Planck Price)
{
    /// <summary>A region is this one, or a part of it.</summary>
    public bool Covers(RegionId region) => Region is { } bought && bought.Core == region.Core && region.Begin.Value >= Begin && region.Begin.Value - Begin < Duration;
}

/// <summary>What must be known to say what a fact means.</summary>
/// <param name="Pool">The sponsor's account.</param>
/// <param name="Grants">The grants that are followed, tranche by tranche.</param>
/// <param name="Cores">Cores that the sponsor has paid.</param>
public sealed record RailWorld(AccountId32 Pool, ImmutableArray<FollowedGrant> Grants, ImmutableArray<PaidCore> Cores);

/// <summary>Something that nobody planned.</summary>
/// <param name="Sentence">What it is, for people.</param>
/// <param name="Grant">The grant that it is about; null for none.</param>
public sealed record RailAlarm(string Sentence, string? Grant = null);

/// <summary>What a fact means to a budget.</summary>
/// <param name="Events">For the ledger. Their ids come from the fact's, so that the same fact twice is the same event twice.</param>
/// <param name="Core">A core that was paid; its use is told later.</param>
/// <param name="Alarms">What nobody planned.</param>
public sealed record RailMeaning(ImmutableArray<BudgetEvent> Events, PaidCore? Core, ImmutableArray<RailAlarm> Alarms)
{
    /// <summary>Nothing.</summary>
    public static RailMeaning Nothing { get; } = new([], null, []);

    internal static RailMeaning Of(params ImmutableArray<BudgetEvent> events) => new(events, null, []);

    internal static RailMeaning Alarm(string sentence, string? grant = null) => new([], null, [new(sentence, grant)]);
}
