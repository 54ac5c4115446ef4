using System.Globalization;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>Shows programmes: who pays and when first, amounts with their unit, blocks last.</summary>
internal static class ProgrammeView
{
    public static readonly string[] Columns = ["since", "number", "name", "payer", "mode", "free", "reserved", "spent", "ended", "id"];

    public static string[] Row(Programme p) =>
    [
        Answer.Date(p.CreatedAt), p.Number, p.Name, p.Payer, Answer.Phrase(p.Mode), Money(p, p.Balances?.Free), Money(p, p.Balances?.Reserved), Money(p, p.Balances?.Spent), Answer.Date(p.EndedAt), p.ProgrammeId,
    ];

    /// <summary>One sentence: what it is and what it can still give.</summary>
    public static string Sentence(Programme p) =>
        $"{p.Number} {p.Name}, paid by {p.Payer} ({Answer.Phrase(p.Mode)}): {(p.EndedAt is { } ended ? $"awards nothing since {Answer.Date(ended)}" : $"{Money(p, p.Balances?.Free)} free, {Money(p, p.Reserve)} of it kept back")}.";

    public static void Whole(Screen screen, Programme p)
    {
        if (p.Banner.Length > 0)
        {
            screen.Warn(p.Banner);
        }

        screen.Line(Sentence(p));
        screen.Line($"Since {Answer.Date(p.CreatedAt)}, on {p.Network}, by terms version {p.TermsVersion}{(p.Referendum.Length > 0 ? $"; decided in {p.Referendum}" : "")}.");
        screen.Line($"Coretime reaches customers by {(p.Rails.Count == 0 ? "no rail" : string.Join(", ", p.Rails.Select(GrantView.Rail)))}.");
        if (p.Balances is { } b)
        {
            Balances(screen, p.Token, b);
        }

        foreach (var holding in p.PoolBalances)
        {
            screen.Line($"  The pool holds {Money(p, holding.Free)} on {holding.Chain}, last changed {CreditsCall.Block(holding.Seen)}.");
        }

        foreach (var provider in p.Providers)
        {
            screen.Line($"  {provider.Name}: codes may award {Money(p, provider.Budget)}, {Money(p, provider.Awarded)} awarded; {provider.CodesUnused} codes unused, {provider.CodesUsed} used, {provider.CodesRevoked} revoked.");
        }

        screen.Note($"Pool {p.Pool}");
        screen.Note($"Id {p.ProgrammeId}");
    }

    /// <summary>The two identities of a budget, with numbers.</summary>
    public static void Balances(Screen screen, ChainWatcher.V1.Token? token, Balances b)
    {
        screen.Line($"  Funded {Amount(b.Funded)}{(b.Shortfall is "0" or "" ? "" : $", and {Amount(b.Shortfall)} missing")}: free {Amount(b.Free)}, reserved {Amount(b.Reserved)}, spent {Amount(b.Spent)}.");
        screen.Line($"  Awarded {Amount(b.Awarded)}{(b.Unreserved is "0" or "" ? "" : $", and {Amount(b.Unreserved)} paid beyond awards")}: reserved {Amount(b.Reserved)}, spent {Amount(b.Spent)}, lapsed {Amount(b.Lapsed)}.");

        string Amount(string planck) => CreditsCall.Money(token, planck);
    }

    public static string Money(Programme p, string? planck) => CreditsCall.Money(p.Token, planck ?? "");

    /// <summary>Basis points as percent: "17.14 %".</summary>
    public static string Percent(string basisPoints) => uint.TryParse(basisPoints, NumberStyles.None, CultureInfo.InvariantCulture, out var bp) ? string.Create(CultureInfo.InvariantCulture, $"{bp / 100}.{bp % 100:00} %") : "–";
}
