using System.Globalization;
using CoretimeDesk.Journal.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Desk.Audit;

/// <summary>What an address of the audit asks for. Everything is in the address, so that a view can be sent to a colleague.</summary>
/// <param name="Who">A person's id, or a part of their name; empty for anybody.</param>
/// <param name="From">The first day, "2026-11-01"; empty for no bound.</param>
/// <param name="Until">The last day, which belongs to it.</param>
/// <param name="Stream">A service: "leads"; empty for all.</param>
/// <param name="What">A part of an event's name: "RuleVersion".</param>
/// <param name="About">An aggregate's id.</param>
public sealed record AuditQuery(string Who, string From, string Until, string Stream, string What, string About)
{
    public static AuditQuery Of(string? who, string? from, string? until, string? stream, string? what, string? about) =>
        new(who?.Trim() ?? "", from?.Trim() ?? "", until?.Trim() ?? "", stream?.Trim() ?? "", what?.Trim() ?? "", about?.Trim() ?? "");

    /// <summary>For one service's journal. What is no date or id there, is no bound: the page says so.</summary>
    public ListEntriesRequest ToRequest(string before, int size) => new()
    {
        ActorId = Guid.TryParse(Who, out var id) ? $"{id}" : "", ActorNameContains = Guid.TryParse(Who, out _) ? "" : Who, TypeContains = What, AggregateId = Guid.TryParse(About, out var about) ? $"{about}" : "",
        From = Day(From)?.ToTimestamp(), Until = Day(Until)?.AddDays(1).ToTimestamp(), BeforePosition = before, PageSize = size,
    };

    /// <summary>What of it cannot be meant; empty for nothing.</summary>
    public string Fault => From.Length > 0 && Day(From) is null ? $"“{From}” is no day such as 2026-11-01."
        : Until.Length > 0 && Day(Until) is null ? $"“{Until}” is no day such as 2026-11-30."
        : About.Length > 0 && !Guid.TryParse(About, out _) ? $"“{About}” is no id."
        : "";

    /// <summary>"?who=Rita&amp;from=2026-11-01"; empty for no filter.</summary>
    public string ToQuery(string page = "")
    {
        var parts = new[] { ("who", Who), ("from", From), ("until", Until), ("stream", Stream), ("what", What), ("about", About), ("page", page) }.Where(p => p.Item2.Length > 0).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}").ToList();
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private static DateTimeOffset? Day(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) && on < DateOnly.MaxValue ? new DateTimeOffset(on, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
