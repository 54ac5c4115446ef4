using System.Globalization;

namespace CoretimeDesk.Web.Desk.Statements;

/// <summary>What the page of a statement shows, as its address says it.</summary>
/// <param name="Month">The month.</param>
/// <param name="Who">A person's id; empty for oneself.</param>
/// <param name="Token">Empty for DOT.</param>
/// <param name="Line">The line that is explained; 0 for none.</param>
/// <param name="Dispute">The line that is to be disputed, "0" for the statement as a whole; null for none.</param>
/// <param name="Answer">The dispute that is being answered, by its id; empty for none.</param>
internal sealed record StatementAddress(string Month, string Who = "", string Token = "", uint Line = 0, uint? Dispute = null, string Answer = "")
{
    public override string ToString()
    {
        var query = string.Join('&', new[]
        {
            ("who", Who), ("token", Token), ("line", Line == 0 ? "" : Line.ToString(CultureInfo.InvariantCulture)), ("dispute", Dispute?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("answer", Answer),
        }.Where(p => p.Item2.Length > 0).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
        return query.Length == 0 ? $"/statements/{Month}" : $"/statements/{Month}?{query}";
    }
}
