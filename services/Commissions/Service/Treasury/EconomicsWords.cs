using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>How the report says things: the same in every format.</summary>
/// <param name="economics">What is reported.</param>
/// <param name="withNames">Sellers are named; otherwise they are numbered, in their order.</param>
internal sealed class EconomicsWords(Economics economics, bool withNames)
{
    private readonly Dictionary<string, string> _sellers = economics.Sellers.Index().ToDictionary(
        s => s.Item.ParticipantId, s => withNames ? s.Item.Name.Length > 0 ? s.Item.Name : s.Item.ParticipantId : $"Seller {s.Index + 1}", StringComparer.Ordinal);

    /// <summary>Who somebody is.</summary>
    public string Seller(string id) => _sellers.GetValueOrDefault(id, "somebody else");

    /// <summary>"2026-10 to 2026-11", or one month.</summary>
    public string Months => economics.FromMonth == economics.ToMonth ? economics.FromMonth : $"{economics.FromMonth} to {economics.ToMonth}";

    /// <summary>The name of a file without its ending.</summary>
    public string FileName => $"unit-economics-{economics.FromMonth}-{economics.ToMonth}-{economics.Token}";

    /// <summary>An amount with its unit, exact.</summary>
    public string Money(string planck) => planck.Length == 0 ? "–" : StatementMaker.Money(StatementMaker.Number(planck), economics.Token);

    /// <summary>"25 %".</summary>
    public static string Share(V1.Sold sold) => sold.HasShareBp ? $"{new BasisPoints(sold.ShareBp)}" : "–";
}
