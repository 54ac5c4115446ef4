using CoretimeDesk.Hosting;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Insights.Answering;

/// <summary>What a caller asks for, checked.</summary>
/// <param name="From">The first month.</param>
/// <param name="To">The last.</param>
/// <param name="AsOf">Null for now.</param>
/// <param name="By">By what it is split.</param>
/// <param name="Metrics">Null for all.</param>
/// <param name="Token">In which token.</param>
internal sealed record ReportQuery(Month From, Month To, DateTimeOffset? AsOf, GroupBy? By, IReadOnlyList<string>? Metrics, string Token)
{
    private const int MonthsMost = 60;
    private const int MonthsUsual = 12;

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The clock.</param>
    /// <param name="usual">The token that is meant when none is named.</param>
    /// <exception cref="RefusedException">A field is wrong.</exception>
    public static ReportQuery Read(GetReportRequest request, DateTimeOffset now, string usual)
    {
        var (from, to, asOf) = (default(Month), default(Month), default(DateTimeOffset?));
        var check = Check.That(request).OptionalEnum("by", request.By);
        asOf = AsOfOf(check, request.AsOf, now);
        var until = Month.Of(asOf ?? now);
        to = request.To.Length == 0 ? until : MonthOf(check, "to", request.To);
        from = request.From.Length == 0 ? new(Math.Max(0, to.Index - MonthsUsual + 1)) : MonthOf(check, "from", request.From);
        check.Satisfies("to", check.Violations.Count > 0 || to >= from, "is before from.")
            .Satisfies("from", check.Violations.Count > 0 || to.Index - from.Index < MonthsMost, $"is more than {MonthsMost} months before to; ask for fewer.");
        foreach (var metric in request.Metrics.Where(m => !IsMetric(m)))
        {
            check.Violation("metrics", $"has no \"{metric}\"; one of {string.Join(", ", Names)}.");
        }

        var token = TokenOf(check, request.Token, usual);
        check.ThrowIfAny();
        return new(from, to, asOf, ByOf(request.By), request.Metrics.Count == 0 ? null : [.. request.Metrics.Distinct()], token);
    }

    /// <summary>As the engine calls it.</summary>
    public static GroupBy? ByOf(V1.Grouping by) => by switch
    {
        V1.Grouping.Rep => GroupBy.Rep,
        V1.Grouping.Team => GroupBy.Team,
        V1.Grouping.Segment => GroupBy.Segment,
        V1.Grouping.Tier => GroupBy.Tier,
        _ => null,
    };

    /// <summary>A month.</summary>
    public static Month MonthOf(Check check, string field, string text)
    {
        // Years before chains and after plans would only be slow; nothing happened in them.
        var isMonth = Month.TryParse(text, out var month) && month.Year is >= 2000 and <= 2200;
        check.Satisfies(field, isMonth, "is no month of the years 2000 to 2200: write 2026-11.");
        return month;
    }

    /// <summary>A token that the desk knows; the usual one when empty.</summary>
    public static string TokenOf(Check check, string text, string usual)
    {
        var token = text.Length == 0 ? usual : text;
        check.Satisfies("token", Market.Token.Known.Any(t => t.Symbol == token), $"is no token that the desk knows; one of {string.Join(", ", Market.Token.Known.Select(t => t.Symbol))}.");
        return token;
    }

    /// <summary>An instant that is not ahead; null for now.</summary>
    public static DateTimeOffset? AsOfOf(Check check, Timestamp? given, DateTimeOffset now)
    {
        if (given is null)
        {
            return null;
        }

        var isInstant = given.Nanos is >= 0 and < 1_000_000_000 && given.Seconds >= 946_684_800 && given.Seconds <= now.ToUnixTimeSeconds();
        check.Satisfies("as_of", isInstant, "is not between the year 2000 and now: nobody knows what will have been recorded.");
        return isInstant ? given.ToDateTimeOffset() : null;
    }

    /// <summary>There is such a metric.</summary>
    public static bool IsMetric(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>Names of all metrics.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Figures.Metrics.All.Select(m => m.Name)];

    /// <summary>Names of those that groups have.</summary>
    public static IReadOnlyList<string> GroupNames { get; } = [.. Figures.Metrics.Grouped.Select(m => m.Name)];
}
