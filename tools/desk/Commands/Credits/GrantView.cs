using System.Globalization;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>Shows grants: dates first, amounts with their unit, blocks last.</summary>
internal static class GrantView
{
    public static readonly string[] Columns = ["requested", "for", "tier", "rail", "para", "state", "value", "ends", "asked for by", "number", "id"];

    public static string[] Row(Grant g) =>
    [
        Answer.Date(g.RequestedAt), $"{g.AccountNumber} {g.AccountName}".Trim(), Answer.Phrase(g.Ask.Tier), Rail(g.Ask.Rail), Number(g.Ask.ParaId), Answer.Phrase(g.State), Money(g, g.Value), Answer.Date(g.EndedAt ?? g.ExpiresAt), g.RequestedBy, g.Number, g.GrantId,
    ];

    /// <summary>One sentence: where the grant stands now, and until when.</summary>
    public static string Sentence(Grant g) => $"{g.Number}, {Money(g, g.Value)} for {g.AccountName} (para {g.Ask.ParaId}): {g.State switch
    {
        GrantState.Requested => $"waits for {Waits(g)}, by {Answer.Date(g.DecideBy)}",
        GrantState.Awarded => $"awarded {Answer.Date(g.AwardedAt)}; the sponsor must have paid once by {Answer.Date(g.ActivateBy)}",
        GrantState.Active => $"active since {Answer.Date(g.ActivatedAt)}, until {Answer.Date(g.ExpiresAt)}",
        _ => $"{Answer.Phrase(g.State)} {Answer.Date(g.EndedAt)}".TrimEnd() + (g.EndReason.Length > 0 ? $" ({g.EndReason})" : ""),
    }}.";

    public static void Whole(Screen screen, GetGrantResponse answer)
    {
        var g = answer.Grant;
        if (g.Banner.Length > 0)
        {
            screen.Warn(g.Banner);
        }

        screen.Line(Sentence(g));
        screen.Line($"  {Answer.Phrase(g.Ask.Tier)} by {Rail(g.Ask.Rail)}, asked for on {Answer.Date(g.RequestedAt)} by {g.RequestedBy}; programme {g.ProgrammeName}, terms version {g.TermsVersion}{(g.Provider.Length > 0 ? $", backed by {g.Provider}" : "")}.");
        if (g.ReviewFrom is { } review && g.EndedAt is null)
        {
            screen.Line($"  To be reviewed from {Answer.Date(review)} on, ends {Answer.Date(g.ExpiresAt)}.");
        }

        if (g.Ask.Note.Length > 0)
        {
            screen.Line($"  Why: {g.Ask.Note}");
        }

        foreach (var flag in g.Flags)
        {
            screen.Warn($"  A suspicion stands: {flag}");
        }

        Tranches(screen, g.Tranches, g.Token);
        foreach (var consent in g.Consents)
        {
            screen.Line($"  {Answer.Date(consent.At)}: {(consent.Yes ? "yes" : "no")}, by {consent.Name} as {consent.Role.Replace('_', ' ')}{(consent.Reason.Length > 0 ? $": {consent.Reason}" : "")}.");
        }

        foreach (var signature in g.RailSignatures)
        {
            screen.Line($"  {Answer.Date(signature.At)}: the rail was signed by {signature.Name}: {signature.Reason}");
        }

        Findings(screen, g.Findings);
        foreach (var payment in answer.Payments)
        {
            screen.Line($"  {CreditsCall.Block(payment.Fact)}: {Words(payment.Type)}, {Money(g, payment.Planck)} for tranche {payment.Tranche}{(payment.IsUnreserved ? ", against no award" : "")}{Core(payment)}.");
        }

        screen.Note($"Priced at {Money(g, g.CorePeriodPrice)} for a core-period, block {g.PriceBlockNumber} {g.PriceBlockHash}.");
        screen.Note($"Cluster {g.Cluster}; id {g.GrantId}");
    }

    public static void Tranches(Screen screen, IEnumerable<Tranche> tranches, ChainWatcher.V1.Token? token)
    {
        foreach (var t in tranches)
        {
            var paid = t.Paid.Length == 0 ? "" : $"; {CreditsCall.Money(token, t.Paid)} paid, {CreditsCall.Money(token, t.Used)} used, {CreditsCall.Money(token, t.Left)} left";
            var waits = t.Open ? ", open" : t.WaitsFor.Count > 0 ? $", waits for {string.Join(" and ", t.WaitsFor)}" : "";
            screen.Line($"  Tranche {t.Number}: {CreditsCall.Money(token, t.Value)}{(t.HalfPeriods > 0 ? $" ({Halves(t.HalfPeriods)} {(t.HalfPeriods == 2 ? "core-period" : "core-periods")})" : "")}{paid}{waits}.");
        }
    }

    public static void Findings(Screen screen, IEnumerable<RuleFinding> findings)
    {
        foreach (var finding in findings)
        {
            screen.Line($"  {(finding.Passed ? "✓" : "✗")} {finding.Rule.Replace('_', ' ')}: {finding.Reason}{(finding.Input.Length > 0 ? $" [{finding.Input}]" : "")}");
        }
    }

    /// <summary>"A, the sponsor renews".</summary>
    public static string Rail(RailKind rail) => rail switch
    {
        RailKind.SponsorRenewal => "A (the sponsor renews)",
        RailKind.SponsorPurchase => "B (the sponsor buys and assigns)",
        RailKind.SponsorOrders => "C (the sponsor's on-demand orders)",
        RailKind.NativeCredits => "D (credit for on-demand orders)",
        RailKind.HandedOverRegion => "T (a region in the customer's hands)",
        _ => "",
    };

    /// <summary>Half core-periods as core-periods: 3 is "1.5".</summary>
    public static string Halves(uint halves) => $"{Number(halves / 2)}{(halves % 2 == 1 ? ".5" : "")}";

    public static string Money(Grant g, string planck) => CreditsCall.Money(g.Token, planck);

    private static string Waits(Grant g)
    {
        var missing = (int)g.ApprovalsNeeded - g.Consents.Count(c => c.Yes);
        return missing > 1 ? $"{missing} people to agree" : "one person to agree";
    }

    private static string Core(GrantPayment p) => p.HasCore ? $"; core {p.Core}, region {p.Begin} to {p.End}, {(p.UsedAt is { } used ? $"used since {Answer.Date(used)}" : "not used yet")}" : p.UsedAt is { } at ? $"; used {Answer.Date(at)}" : "";

    private static string Words(string type) => string.Concat(type.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
