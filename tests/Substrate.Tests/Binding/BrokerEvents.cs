namespace CoretimeDesk.Substrate.Tests.Binding;

internal sealed record RegionId(uint Begin, ushort Core, byte[] Mask);

internal sealed record Purchased(AccountId32 Who, RegionId RegionId, UInt128 Price, uint Duration);

internal sealed record ScheduleItem(byte[] Mask, ScaleValue Assignment);

internal sealed record Renewed(AccountId32 Who, UInt128 Price, ushort OldCore, ushort Core, uint Begin, uint Duration, IReadOnlyList<ScheduleItem> Workload);

internal sealed record Transferred(RegionId RegionId, uint Duration, AccountId32? OldOwner, AccountId32? Owner);

internal sealed record SaleInitialized(
    uint SaleStart, uint LeadinLength, UInt128 StartPrice, UInt128 EndPrice, uint RegionBegin, uint RegionEnd, ushort IdealCoresSold, ushort CoresOffered);
