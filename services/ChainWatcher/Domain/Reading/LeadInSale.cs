using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Today's market: pallet broker's sale, whose price falls over a lead-in and which sells at once. Events that the pallet gets when it learns to auction are kept
/// apart as <see cref="ChainFact.UnknownMarketEvent"/>.
/// </summary>
public sealed class LeadInSale : ISaleModel
{
    // Known, and of no interest to a sales desk: pool sizes of each timeslice, and the steps of a claim whose end is a fact.
    private static readonly string[] Ignored = ["HistoryInitialized", "HistoryIgnored", "RevenueClaimBegun", "RevenueClaimItem"];

    /// <inheritdoc/>
    public string Pallet => "Broker";

    /// <inheritdoc/>
    public void Declare(FactBook book)
    {
        Sales(book);
        Renewals(book);
        Regions(book);
        Cores(book);
        Pool(book);
        book.Ignore(Pallet, Ignored);
        book.Rest(Pallet, MarketEvents.Read);
    }

    /// <inheritdoc/>
    public IEnumerable<StorageRead> Reads(Runtime runtime, EventRecord record) => record.Is(Pallet, "SaleInitialized") && SaleInfo(runtime) is { } item
        ? [StorageRead.Of(item.Prefix, StorageSide.Parent)]
        : [];

    /// <inheritdoc/>
    public StorageItem? Configuration(Runtime runtime) => Find(runtime, "Configuration");

    /// <inheritdoc/>
    public bool Configures(CallView call) => call.Is(Pallet, "configure");

    private void Sales(FactBook book)
    {
        book.On<Wire.Purchased>(Pallet, "Purchased", (e, at) => new ChainFact.Purchased(at.Origin, e.Who, e.RegionId.Id, at.Amount(e.Price), e.Duration, LimitOf(at)));
        book.On<Wire.SaleInitialized>(Pallet, "SaleInitialized", (e, at) => new ChainFact.SaleInitialized(
            at.Origin, e.SaleStart, e.LeadinLength, at.Amount(e.StartPrice), at.Amount(e.EndPrice), e.RegionBegin, e.RegionEnd, e.IdealCoresSold, e.CoresOffered, SaleBefore(at)));
        book.On<Wire.SalesStarted>(Pallet, "SalesStarted", (e, at) => new ChainFact.SalesStarted(at.Origin, at.Amount(e.Price), e.CoreCount));
        book.On<Wire.Count>(Pallet, "CoreCountRequested", (e, at) => new ChainFact.CoreCountRequested(at.Origin, e.CoreCount));
        book.On<Wire.Count>(Pallet, "CoreCountChanged", (e, at) => new ChainFact.CoreCountChanged(at.Origin, e.CoreCount));
        book.On<Wire.CreditPurchased>(Pallet, "CreditPurchased", (e, at) => new ChainFact.CreditPurchased(at.Origin, e.Who, e.Beneficiary, at.Amount(e.Amount)));
    }

    private void Renewals(FactBook book)
    {
        book.On<Wire.Renewable>(Pallet, "Renewable", (e, at) => new ChainFact.Renewable(at.Origin, e.Core, at.Amount(e.Price), e.Begin, Wire.Uses.Of(e.Workload)));
        book.On<Wire.Renewed>(Pallet, "Renewed", (e, at) =>
            new ChainFact.Renewed(at.Origin, e.Who, at.Amount(e.Price), e.OldCore, e.Core, e.Begin, e.Duration, Wire.Uses.Of(e.Workload)));
        book.On<Wire.CoreAndTask>(Pallet, "AutoRenewalEnabled", (e, at) => new ChainFact.AutoRenewalEnabled(at.Origin, e.Core, e.Task));
        book.On<Wire.CoreAndTask>(Pallet, "AutoRenewalDisabled", (e, at) => new ChainFact.AutoRenewalDisabled(at.Origin, e.Core, e.Task));
        book.On<Wire.CoreAndPayer>(Pallet, "AutoRenewalFailed", (e, at) => new ChainFact.AutoRenewalFailed(at.Origin, e.Core, e.Payer));
        book.On(Pallet, "AutoRenewalLimitReached", at => new ChainFact.AutoRenewalLimitReached(at.Origin));
        book.On<Wire.CoreAndWhen>(Pallet, "PotentialRenewalDropped", (e, at) => new ChainFact.PotentialRenewalDropped(at.Origin, e.Core, e.When));
        book.On<Wire.CoreAndTimeslice>(Pallet, "PotentialRenewalRemoved", (e, at) => new ChainFact.PotentialRenewalRemoved(at.Origin, e.Core, e.Timeslice));
    }

    private void Regions(FactBook book)
    {
        book.On<Wire.Assigned>(Pallet, "Assigned", (e, at) => new ChainFact.Assigned(at.Origin, e.RegionId.Id, e.Duration, e.Task, IsFinal(at)));
        book.On<Wire.RegionOnly>(Pallet, "AssignmentRemoved", (e, at) => new ChainFact.AssignmentRemoved(at.Origin, e.RegionId.Id));
        book.On<Wire.RegionAndDuration>(Pallet, "Pooled", (e, at) => new ChainFact.Pooled(at.Origin, e.RegionId.Id, e.Duration));
        book.On<Wire.RegionAndWhen>(Pallet, "RegionUnpooled", (e, at) => new ChainFact.RegionUnpooled(at.Origin, e.RegionId.Id, e.When));
        book.On<Wire.Split>(Pallet, "Partitioned", (e, at) => new ChainFact.Partitioned(at.Origin, e.OldRegionId.Id, e.NewRegionIds.First.Id, e.NewRegionIds.Second.Id));
        book.On<Wire.Split>(Pallet, "Interlaced", (e, at) => new ChainFact.Interlaced(at.Origin, e.OldRegionId.Id, e.NewRegionIds.First.Id, e.NewRegionIds.Second.Id));
        book.On<Wire.Transferred, Wire.TransferredAlwaysOwned>(
            Pallet, "Transferred",
            (e, at) => new ChainFact.Transferred(at.Origin, e.RegionId.Id, e.Duration, e.OldOwner, e.Owner),
            (e, at) => new ChainFact.Transferred(at.Origin, e.RegionId.Id, e.Duration, e.OldOwner, e.Owner));
        book.On<Wire.RegionAndDuration>(Pallet, "RegionDropped", (e, at) => new ChainFact.RegionDropped(at.Origin, e.RegionId.Id, e.Duration));
    }

    private void Cores(FactBook book)
    {
        book.On<Wire.CoreAssigned>(Pallet, "CoreAssigned", (e, at) => CoreFacts.Of(at, e.Core, e.When, Wire.Uses.Of(e.Assignment), null));
        book.On<Wire.Leased>(Pallet, "Leased", (e, at) => new ChainFact.Leased(at.Origin, e.Task, e.Until));
        book.On<Wire.TaskOnly>(Pallet, "LeaseRemoved", (e, at) => new ChainFact.LeaseRemoved(at.Origin, e.Task));
        book.On<Wire.TaskAndWhen>(Pallet, "LeaseEnding", (e, at) => new ChainFact.LeaseEnding(at.Origin, e.Task, e.When));
        book.On<Wire.Reservation>(Pallet, "ReservationMade", (e, at) => new ChainFact.ReservationMade(at.Origin, e.Index, Wire.Uses.Of(e.Workload)));
        book.On<Wire.Reservation>(Pallet, "ReservationCancelled", (e, at) => new ChainFact.ReservationCancelled(at.Origin, e.Index, Wire.Uses.Of(e.Workload)));
        book.On<Wire.FailedReservation>(Pallet, "ForceReservationFailed", (e, at) => new ChainFact.ForceReservationFailed(at.Origin, Wire.Uses.Of(e.Schedule)));
    }

    private void Pool(FactBook book)
    {
        book.On<Wire.RegionOnly>(Pallet, "ContributionDropped", (e, at) => new ChainFact.ContributionDropped(at.Origin, e.RegionId.Id));
        book.On<Wire.WhenAndRevenue>(Pallet, "HistoryDropped", (e, at) => new ChainFact.HistoryDropped(at.Origin, e.When, at.Amount(e.Revenue)));
        book.On<Wire.ClaimsReady>(Pallet, "ClaimsReady", (e, at) => new ChainFact.ClaimsReady(at.Origin, e.When, at.Amount(e.SystemPayout), at.Amount(e.PrivatePayout)));
        book.On<Wire.ClaimPaid>(Pallet, "RevenueClaimPaid", (e, at) => new ChainFact.RevenueClaimPaid(at.Origin, e.Who, at.Amount(e.Amount), e.Next?.Id));
    }

    private TokenAmount? LimitOf(FactContext at) => at.Call is { } call && call.Is(Pallet, "purchase") && call.Args.TryField("price_limit", out var limit)
        ? at.Amount(limit.AsUInt128())
        : null;

    private bool? IsFinal(FactContext at) => at.Call is { } call && call.Is(Pallet, "assign") && call.Args.TryField("finality", out var finality)
        ? finality.Variant == "Final"
        : null;

    private ClosedSale? SaleBefore(FactContext at)
    {
        if (SaleInfo(at.Runtime) is not { } item || !at.TryRead(StorageRead.Of(item.Prefix, StorageSide.Parent), out var bytes) || bytes is null)
        {
            return null;
        }

        try
        {
            var sale = item.Bind<Wire.SaleInfo>()(item.Decode(bytes));
            return new(
                sale.RegionBegin, sale.RegionEnd, at.Amount(sale.EndPrice), sale.SelloutPrice is { } sellout ? at.Amount(sellout) : null, sale.CoresOffered, sale.CoresSold);
        }
        catch (Exception e) when (e is ScaleException or ScaleBindException)
        {
            // Written by an older runtime, in a form that this one's metadata does not tell. It is a courtesy, and no reason to stop.
            return null;
        }
    }

    private StorageItem? SaleInfo(Runtime runtime) => Find(runtime, "SaleInfo");

    private StorageItem? Find(Runtime runtime, string entry) =>
        runtime.Metadata.Pallet(Pallet)?.Storage.Any(s => s.Name == entry) == true ? runtime.Storage(Pallet, entry) : null;
}
