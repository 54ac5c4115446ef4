using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using V1 = CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Facts as the messages that are published. Translates only: every fact has the message of its name.</summary>
internal static class FactMessages
{
    public static IMessage Of(ChainFact fact)
    {
        var origin = Of(fact.Origin, fact.Id);
        return fact switch
        {
            ChainFact.Purchased f => new V1.Purchased { Origin = origin, Buyer = Text(f.Buyer), Region = Of(f.Region), Price = Text(f.Price), Duration = f.Duration, PriceLimit = Text(f.PriceLimit) },
            ChainFact.Renewable f => new V1.Renewable { Origin = origin, Core = f.Core, Price = Text(f.Price), Begin = f.Begin, Workload = { f.Workload.Select(Of) } },
            ChainFact.Renewed f => new V1.Renewed { Origin = origin, Payer = Text(f.Payer), Price = Text(f.Price), OldCore = f.OldCore, Core = f.Core, Begin = f.Begin, Duration = f.Duration, Workload = { f.Workload.Select(Of) }, Tasks = { f.Tasks } },
            ChainFact.AutoRenewalEnabled f => new V1.AutoRenewalEnabled { Origin = origin, Core = f.Core, Task = f.Task },
            ChainFact.AutoRenewalDisabled f => new V1.AutoRenewalDisabled { Origin = origin, Core = f.Core, Task = f.Task },
            ChainFact.AutoRenewalFailed f => new V1.AutoRenewalFailed { Origin = origin, Core = f.Core, Payer = Text(f.Payer) },
            ChainFact.AutoRenewalLimitReached => new V1.AutoRenewalLimitReached { Origin = origin },
            ChainFact.PotentialRenewalDropped f => new V1.PotentialRenewalDropped { Origin = origin, Core = f.Core, Begin = f.Begin },
            ChainFact.PotentialRenewalRemoved f => new V1.PotentialRenewalRemoved { Origin = origin, Core = f.Core, Begin = f.Begin },
            ChainFact.Assigned f => new V1.Assigned { Origin = origin, Region = Of(f.Region), Duration = f.Duration, Task = f.Task, Finality = Of(f.IsFinal) },
            ChainFact.AssignmentRemoved f => new V1.AssignmentRemoved { Origin = origin, Region = Of(f.Region) },
            ChainFact.Pooled f => new V1.Pooled { Origin = origin, Region = Of(f.Region), Duration = f.Duration },
            ChainFact.RegionUnpooled f => new V1.RegionUnpooled { Origin = origin, Region = Of(f.Region), When = f.When },
            ChainFact.Partitioned f => new V1.Partitioned { Origin = origin, Old = Of(f.Old), First = Of(f.First), Second = Of(f.Second) },
            ChainFact.Interlaced f => new V1.Interlaced { Origin = origin, Old = Of(f.Old), First = Of(f.First), Second = Of(f.Second) },
            ChainFact.Transferred f => new V1.Transferred { Origin = origin, Region = Of(f.Region), Duration = f.Duration, OldOwner = Text(f.OldOwner), Owner = Text(f.Owner) },
            ChainFact.RegionDropped f => new V1.RegionDropped { Origin = origin, Region = Of(f.Region), Duration = f.Duration },
            ChainFact.ContributionDropped f => new V1.ContributionDropped { Origin = origin, Region = Of(f.Region) },
            ChainFact.HistoryDropped f => new V1.HistoryDropped { Origin = origin, When = f.When, Revenue = Text(f.Revenue) },
            ChainFact.ClaimsReady f => new V1.ClaimsReady { Origin = origin, When = f.When, SystemPayout = Text(f.SystemPayout), PrivatePayout = Text(f.PrivatePayout) },
            ChainFact.RevenueClaimPaid f => new V1.RevenueClaimPaid { Origin = origin, Payee = Text(f.Payee), Amount = Text(f.Amount), Next = f.Next is { } next ? Of(next) : null },
            ChainFact.SalesStarted f => new V1.SalesStarted { Origin = origin, Price = Text(f.Price), CoreCount = f.CoreCount },
            ChainFact.SaleInitialized f => Of(f, origin),
            ChainFact.ConfigurationChanged f => new V1.ConfigurationChanged { Origin = origin, Before = f.Before ?? "", After = f.After },
            ChainFact.CoreCountRequested f => new V1.CoreCountRequested { Origin = origin, CoreCount = f.CoreCount },
            ChainFact.CoreCountChanged f => new V1.CoreCountChanged { Origin = origin, CoreCount = f.CoreCount },
            ChainFact.ReservationMade f => new V1.ReservationMade { Origin = origin, Index = f.Index, Workload = { f.Workload.Select(Of) } },
            ChainFact.ReservationCancelled f => new V1.ReservationCancelled { Origin = origin, Index = f.Index, Workload = { f.Workload.Select(Of) } },
            ChainFact.ForceReservationFailed f => new V1.ForceReservationFailed { Origin = origin, Workload = { f.Workload.Select(Of) } },
            ChainFact.Leased f => new V1.Leased { Origin = origin, Task = f.Task, Until = f.Until },
            ChainFact.LeaseRemoved f => new V1.LeaseRemoved { Origin = origin, Task = f.Task },
            ChainFact.LeaseEnding f => new V1.LeaseEnding { Origin = origin, Task = f.Task, When = f.When },
            ChainFact.CoreAssigned f => Of(f, origin),
            ChainFact.CoreUnassigned f => new V1.CoreUnassigned { Origin = origin, Core = f.Core, From = f.From },
            ChainFact.OnDemandOrderPlaced f => new V1.OnDemandOrderPlaced
            {
                Origin = origin, Para = f.Para, SpotPrice = Text(f.SpotPrice), OrderedBy = Text(f.OrderedBy),
                Means = (V1.PaymentMeans)f.Payment.Means, Evidence = (V1.PaymentEvidence)f.Payment.Evidence, Reason = f.Payment.Reason ?? "",
            },
            ChainFact.CreditPurchased f => new V1.CreditPurchased { Origin = origin, Buyer = Text(f.Buyer), Beneficiary = Text(f.Beneficiary), Amount = Text(f.Amount) },
            ChainFact.AccountCredited f => new V1.AccountCredited { Origin = origin, Account = Text(f.Account), Amount = Text(f.Amount) },
            ChainFact.SpotPriceSet f => new V1.SpotPriceSet { Origin = origin, SpotPrice = Text(f.SpotPrice) },
            ChainFact.Remarked f => new V1.Remarked { Origin = origin, Sender = Text(f.Sender), Remark = Of(f.Remark) },
            ChainFact.BalanceTransferred f => new V1.BalanceTransferred { Origin = origin, From = Text(f.From), To = Text(f.To), Amount = Text(f.Amount) },
            ChainFact.BalanceSeen f => new V1.BalanceSeen { Origin = origin, Account = Text(f.Account), Free = Text(f.Free), Reserved = Text(f.Reserved), Frozen = Text(f.Frozen), FreeBefore = Text(f.FreeBefore) },
            ChainFact.CallFailed f => new V1.CallFailed { Origin = origin, Scope = (V1.FailureScope)f.Scope, Error = f.Error.Name, ErrorDocs = f.Error.Docs, Remarks = { f.Remarks.Select(Of) } },
            ChainFact.UnknownMarketEvent f => new V1.UnknownMarketEvent { Origin = origin, Pallet = f.Pallet, Event = f.Event, EventKind = (V1.MarketEventKind)f.Kind, Fields = f.Fields },
            _ => throw new InvalidOperationException($"Fact {fact.Name} has no message."),
        };
    }

    public static V1.RegionId Of(RegionId region) => new() { Begin = region.Begin.Value, Core = region.Core, Mask = region.Mask.ToString() };

    private static V1.SaleInitialized Of(ChainFact.SaleInitialized f, V1.FactOrigin origin) => new()
    {
        Origin = origin,
        SaleStart = f.SaleStart,
        LeadinLength = f.LeadInLength,
        StartPrice = Text(f.StartPrice),
        EndPrice = Text(f.EndPrice),
        RegionBegin = f.RegionBegin,
        RegionEnd = f.RegionEnd,
        IdealCoresSold = f.IdealCoresSold,
        CoresOffered = f.CoresOffered,
        Before = f.Before is not { } before ? null : new()
        {
            RegionBegin = before.RegionBegin,
            RegionEnd = before.RegionEnd,
            EndPrice = Text(before.EndPrice),
            SelloutPrice = Text(before.SelloutPrice),
            CoresOffered = before.CoresOffered,
            CoresSold = before.CoresSold,
        },
    };

    private static V1.CoreAssigned Of(ChainFact.CoreAssigned f, V1.FactOrigin origin)
    {
        var message = new V1.CoreAssigned { Origin = origin, Core = f.Core, Shares = { f.Shares?.Select(Of) ?? [] } };
        if (f.From is { } from)
        {
            message.From = from;
        }

        if (f.EndHint is { } end)
        {
            message.EndHint = end;
        }

        return message;
    }

    private static V1.FactOrigin Of(FactOrigin origin, Guid id)
    {
        var message = new V1.FactOrigin
        {
            FactId = id.ToString(),
            Chain = origin.Chain.Name,
            Kind = (V1.ChainKind)origin.Chain.Kind,
            GenesisHash = origin.Chain.Genesis.ToString(),
            BlockNumber = origin.Block.Number,
            BlockHash = origin.Block.Hash.ToString(),
            Phase = origin.Phase switch { EventPhase.ApplyExtrinsic => "apply_extrinsic", EventPhase.Initialization => "initialization", _ => "finalization" },
            OccurredAt = Timestamp.FromDateTimeOffset(origin.At),
            RelayBlock = origin.RelayBlock,
            Timeslice = origin.Timeslice,
            Token = new() { Symbol = origin.Chain.Token.Symbol, Decimals = (uint)origin.Chain.Token.Decimals },
        };
        if (origin.EventIndex is { } index)
        {
            message.EventIndex = index;
        }

        if (origin.Extrinsic is { } extrinsic)
        {
            (message.ExtrinsicIndex, message.ExtrinsicHash, message.Signer) = (extrinsic.Index, extrinsic.Hash.ToString(), Text(extrinsic.Signer));
        }

        if (origin.RanAs is { } ran)
        {
            (message.RanAs, message.RanAsAccount, message.RanAsPath, message.Call) = ((V1.OriginKind)ran.Kind, Text(ran.Account), ran.Path, ran.Call);
        }

        return message;
    }

    private static V1.WorkloadItem Of(WorkloadItem item) => new() { Mask = item.Mask.ToString(), Use = Of(item.Use) };

    private static V1.CoreShare Of(CoreShare share) => new() { Share = share.Share, Use = Of(share.Use) };

    private static V1.CoreUse Of(CoreUse use)
    {
        var message = new V1.CoreUse { Kind = (V1.CoreUseKind)use.Kind };
        if (use.Task is { } task)
        {
            message.Task = task;
        }

        return message;
    }

    private static V1.AssignmentFinality Of(bool? isFinal) => isFinal switch
    {
        true => V1.AssignmentFinality.Final,
        false => V1.AssignmentFinality.Provisional,
        null => V1.AssignmentFinality.Unspecified,
    };

    private static V1.DeskRemark Of(DeskRemark remark) => new() { Bytes = remark.Bytes, Payload = remark.Payload };

    private static string Text(AccountId32? account) => account?.ToString() ?? "";

    private static string Text(TokenAmount? amount) => amount is null ? "" : $"{amount.Planck}";
}
