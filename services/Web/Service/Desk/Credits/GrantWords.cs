using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Credits;

/// <summary>Grants in words.</summary>
internal static class GrantWords
{
    /// <summary>Where a grant stands, with the date that comes next.</summary>
    public static (StKind Kind, string Text) State(Grant g) => g.State switch
    {
        GrantState.Requested => (StKind.Waiting, $"To decide by {Words.At(g.DecideBy)}"),
        GrantState.Awarded => (StKind.Risk, $"Lapses {Words.At(g.ActivateBy)} unless paid"),
        GrantState.Active => (StKind.Done, "In use"),
        GrantState.Exhausted => (StKind.Done, "Used up"),
        GrantState.Ineligible or GrantState.Declined or GrantState.Revoked => (StKind.Stopped, Words.Phrase(g.State)),
        _ => (StKind.NotBegun, Words.Phrase(g.State)),
    };

    /// <summary>"Launch, 3 core-periods, 1,500.0000 DOT".</summary>
    public static string Title(Grant g, bool withAmount) => string.Join(", ", new[]
    {
        char.ToUpperInvariant(Words.Phrase(g.Ask.Tier)[0]) + Words.Phrase(g.Ask.Tier)[1..], Size(g.HalfPeriods), withAmount && g.Value.Length > 0 ? SumWords.Text(g.Value, g.Token?.Symbol ?? "") : "",
    }.Where(part => part.Length > 0));

    /// <summary>"young_startup" is "Young startup".</summary>
    public static string Rule(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    /// <summary>"A sponsor renews".</summary>
    public static string Rail(RailKind rail) => rail switch
    {
        RailKind.SponsorRenewal => "A, sponsor renews",
        RailKind.SponsorPurchase => "B, sponsor buys and assigns",
        RailKind.SponsorOrders => "C, sponsor orders on demand",
        RailKind.NativeCredits => "D, credits of the chain",
        RailKind.HandedOverRegion => "T, region handed over",
        _ => "–",
    };

    /// <summary>"3 core-periods", "2½ core-periods"; nothing where it is counted in money.</summary>
    public static string Size(uint halves) => halves switch { 0 => "", 1 => "½ core-period", 2 => "1 core-period", _ => $"{halves / 2}{(halves % 2 == 1 ? "½" : "")} core-periods" };

    /// <summary>How far a tranche is used, in percent, cut.</summary>
    public static int Used(Tranche t) => FundBar.Read(t.Value) is { IsZero: false } value ? (int)System.Numerics.BigInteger.Min(100, FundBar.Read(t.Used) * 100 / value) : 0;

    /// <summary>What happens now, in a sentence.</summary>
    public static string Now(Grant g, string symbol) => g.Tranches.FirstOrDefault(t => !t.Open && t.WaitsFor.Count > 0) is { } waiting
        ? $"Tranche {waiting.Number} waits: {string.Join(", ", waiting.WaitsFor)}"
        : g.Tranches.LastOrDefault(t => t.Open) is { } open ? $"{Used(open)} % of tranche {open.Number} used; {SumWords.Text(open.Left, symbol)} left" : "";
}
