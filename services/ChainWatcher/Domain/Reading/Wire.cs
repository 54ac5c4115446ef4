using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

// Records that fields of events are read into: their parameters name the fields, in the chain's words. What is a choice of several shapes stays a ScaleValue.
namespace CoretimeDesk.ChainWatcher.Wire;

internal sealed record Region(uint Begin, ushort Core, byte[] Mask)
{
    public RegionId Id => new(new(Begin), Core, CoreMask.FromBytes(Mask));
}

internal sealed record RegionPair(Region First, Region Second);

internal sealed record Schedule(byte[] Mask, ScaleValue Assignment);

internal sealed record Share(ScaleValue Assignment, ushort Parts);

internal sealed record Purchased(AccountId32 Who, Region RegionId, UInt128 Price, uint Duration);

internal sealed record Renewable(ushort Core, UInt128 Price, uint Begin, IReadOnlyList<Schedule> Workload);

internal sealed record Renewed(AccountId32 Who, UInt128 Price, ushort OldCore, ushort Core, uint Begin, uint Duration, IReadOnlyList<Schedule> Workload);

internal sealed record Transferred(Region RegionId, uint Duration, AccountId32? OldOwner, AccountId32? Owner);

/// <summary>Before regions could leave the chain, they always had an owner.</summary>
internal sealed record TransferredAlwaysOwned(Region RegionId, uint Duration, AccountId32 OldOwner, AccountId32 Owner);

internal sealed record Split(Region OldRegionId, RegionPair NewRegionIds);

internal sealed record Assigned(Region RegionId, uint Duration, uint Task);

internal sealed record RegionAndDuration(Region RegionId, uint Duration);

internal sealed record RegionOnly(Region RegionId);

internal sealed record RegionAndWhen(Region RegionId, uint When);

internal sealed record Count(ushort CoreCount);

internal sealed record Reservation(uint Index, IReadOnlyList<Schedule> Workload);

internal sealed record FailedReservation(IReadOnlyList<Schedule> Schedule);

internal sealed record SaleInitialized(
    uint SaleStart, uint LeadinLength, UInt128 StartPrice, UInt128 EndPrice, uint RegionBegin, uint RegionEnd, ushort IdealCoresSold, ushort CoresOffered);

internal sealed record SaleInfo(uint RegionBegin, uint RegionEnd, UInt128 EndPrice, UInt128? SelloutPrice, ushort CoresOffered, ushort CoresSold);

internal sealed record SalesStarted(UInt128 Price, ushort CoreCount);

internal sealed record Leased(uint Task, uint Until);

internal sealed record TaskOnly(uint Task);

internal sealed record TaskAndWhen(uint Task, uint When);

internal sealed record CoreAndTask(ushort Core, uint Task);

internal sealed record CoreAndPayer(ushort Core, AccountId32? Payer);

internal sealed record CoreAndWhen(ushort Core, uint When);

internal sealed record CoreAndTimeslice(ushort Core, uint Timeslice);

internal sealed record ClaimPaid(AccountId32 Who, UInt128 Amount, Region? Next);

internal sealed record CreditPurchased(AccountId32 Who, AccountId32 Beneficiary, UInt128 Amount);

internal sealed record WhenAndRevenue(uint When, UInt128 Revenue);

internal sealed record ClaimsReady(uint When, UInt128 SystemPayout, UInt128 PrivatePayout);

internal sealed record CoreAssigned(ushort Core, uint When, IReadOnlyList<Share> Assignment);

internal sealed record CoreOnly(uint Core);

internal sealed record OrderPlaced(uint ParaId, UInt128 SpotPrice, AccountId32 OrderedBy);

internal sealed record WhoAndAmount(AccountId32 Who, UInt128 Amount);

internal sealed record PriceSet(UInt128 SpotPrice);

internal sealed record Remarked(AccountId32 Sender, H256 Hash);

internal sealed record Transfer(AccountId32 From, AccountId32 To, UInt128 Amount);

/// <summary>A chain has a use for a core that this version of the desk does not know.</summary>
internal sealed class UnknownUseException(string message) : Exception(message);

internal static class Uses
{
    public static Listed<WorkloadItem> Of(IReadOnlyList<Schedule> schedule) =>
        Listed.From(schedule.Select(s => new WorkloadItem(CoreMask.FromBytes(s.Mask), Of(s.Assignment))));

    public static Listed<CoreShare> Of(IReadOnlyList<Share> shares) => Listed.From(shares.Select(s => new CoreShare(Of(s.Assignment), s.Parts)));

    public static CoreUse Of(ScaleValue assignment) => assignment switch
    {
        { Kind: ScaleKind.Enum, Variant: "Idle", Count: 0 } => new(CoreUseKind.Idle, null),
        { Kind: ScaleKind.Enum, Variant: "Pool", Count: 0 } => new(CoreUseKind.Pool, null),
        { Kind: ScaleKind.Enum, Variant: "Task", Count: 1 } when assignment[0].Kind == ScaleKind.Unsigned => new(CoreUseKind.Task, assignment[0].AsUInt32()),
        _ => throw new UnknownUseException($"'{assignment.ToJson()}' is no use of a core that this version knows"),
    };
}
