using System.Globalization;
using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>Between verifications of sizes and the wire. The enums share their numbers; a test holds them together.</summary>
internal static class SizeReviewMessages
{
    /// <summary>The row's account must be loaded.</summary>
    public static V1.SizeReview ToMessage(this SizeReviewRow row) => new()
    {
        ReviewId = $"{row.Id}",
        Number = row.Number,
        AccountId = $"{row.AccountId}",
        AccountNumber = row.Account!.Number,
        AccountName = row.Account.Name,
        State = (V1.SizeReviewState)row.State,
        StatedTier = (V1.SizeTier)row.StatedTier,
        StatedCorePeriods = row.StatedCorePeriods,
        StatedAt = row.StatedAt.ToTimestamp(),
        ShownTier = (V1.SizeTier)row.ShownTier,
        ShownCorePeriods = row.ShownCorePeriods,
        Basis = (V1.SizeBasis)row.Basis,
        MeasuredFrom = row.MeasuredFrom.ToTimestamp(),
        MeasuredUntil = row.MeasuredUntil.ToTimestamp(),
        ClosedAt = row.ClosedAt?.ToTimestamp(),
        ClosedBy = row.ClosedBy ?? "",
        Reason = row.Reason ?? "",
        Version = row.Version,
    };

    /// <summary>The facts of which something falls into the window.</summary>
    public static SizeEvidence Evidence(KnownSize size, SizeWindow window)
    {
        var (first, last) = (DateOnly.FromDateTime(window.From.UtcDateTime), DateOnly.FromDateTime(window.Until.UtcDateTime));
        return new()
        {
            Cores = { size.Cores.Where(c => c.BeginsAt < window.Until && c.BeginsAt + Length(c) > window.From).Select(ToMessage) },
            OnDemand = { size.OnDemand.Where(d => d.On >= first && d.On <= last).Select(ToMessage) },
        };
    }

    /// <summary>As it is kept beside a verification.</summary>
    public static string Write(SizeEvidence evidence) => JsonFormatter.Default.Format(evidence);

    /// <summary>What was kept.</summary>
    public static SizeEvidence Read(string evidence) => SizeEvidence.Parser.ParseJson(evidence);

    /// <summary>What happened, for the journal.</summary>
    public static IMessage ToEvent(this SizeReviewEvent happened, SizeReviewRow row, SizeEvidence? evidence = null) => happened switch
    {
        SizeReviewEvent.Agreed e => new SizeAgreed
        {
            ReviewId = $"{e.Id}",
            Number = e.Number,
            AccountId = $"{e.AccountId}",
            StatedTier = (V1.SizeTier)e.Stated.Tier,
            ShownCorePeriods = e.Shown.AnnualCorePeriods,
            MeasuredUntil = e.Window.Until.ToTimestamp(),
        },
        SizeReviewEvent.Opened e => new SizeReviewOpened
        {
            ReviewId = $"{e.Id}",
            Number = e.Number,
            AccountId = $"{e.AccountId}",
            StatedTier = (V1.SizeTier)e.Stated.Tier,
            StatedCorePeriods = e.Stated.AnnualCorePeriods,
            StatedAt = e.Stated.At.ToTimestamp(),
            ShownTier = (V1.SizeTier)e.Shown.Tier,
            ShownCorePeriods = e.Shown.AnnualCorePeriods,
            Basis = (V1.SizeBasis)e.Shown.Basis,
            MeasuredFrom = e.Window.From.ToTimestamp(),
            MeasuredUntil = e.Window.Until.ToTimestamp(),
            Evidence = evidence,
            OpenedAt = e.At.ToTimestamp(),
        },
        SizeReviewEvent.Closed e => new SizeReviewClosed
        {
            ReviewId = $"{row.Id}",
            Number = row.Number,
            AccountId = $"{row.AccountId}",
            Decision = (V1.SizeReviewState)e.As,
            SizeTier = (V1.SizeTier)SizeTiers.Of(e.AnnualCorePeriods),
            AnnualCorePeriods = e.AnnualCorePeriods,
            Reason = e.Reason,
            ClosedById = $"{e.By.Id}",
            ClosedByName = e.By.Name,
            ClosedAt = e.At.ToTimestamp(),
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static TimeSpan Length(ChainFacts.CoreUse use) =>
        TimeSpan.FromTicks(Market.RelayClock.NominalBlockTime.Ticks * Market.Timeslice.Period * Math.Min(use.Timeslices, int.MaxValue));

    private static V1.CoreUse ToMessage(ChainFacts.CoreUse use) => new()
    {
        Kind = (V1.UseKind)use.Kind,
        FactId = use.FactId,
        Chain = use.Chain,
        Core = use.Core,
        Mask = $"{use.Mask}",
        Begin = use.Begin,
        Timeslices = use.Timeslices,
        ObtainedAt = use.ObtainedAt.ToTimestamp(),
    };

    private static V1.OnDemandUse ToMessage(OnDemandUse use) => new()
    {
        Network = use.Network,
        On = use.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Spent = $"{use.Spent}",
        Facts = (uint)use.Facts,
        FirstFactId = use.FirstFactId,
        LastFactId = use.LastFactId,
    };
}
