using System.Collections.Immutable;
using System.Text;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Something that is wrong with a rule file.</summary>
/// <param name="Path">Where, as a JSON Pointer: <c>/ceilings_bp/government/M</c>. Empty for the file itself.</param>
/// <param name="Code">What, in one of <see cref="RuleComplaintCodes"/>.</param>
/// <param name="Message">What, and how to mend it, for people.</param>
public sealed record RuleComplaint(string Path, string Code, string Message);

/// <summary>The codes of complaints.</summary>
public static class RuleComplaintCodes
{
#pragma warning disable CS1591 // Each says what it is; docs/rules.md tells where each occurs.
    public const string Missing = "missing";
    public const string UnknownField = "unknown_field";
    public const string UnknownSegment = "unknown_segment";
    public const string UnknownTier = "unknown_tier";
    public const string WrongType = "wrong_type";
    public const string OutOfRange = "out_of_range";
    public const string Gap = "gap";
    public const string Overlap = "overlap";
    public const string NotMonotonic = "not_monotonic";
    public const string OverHardStop = "over_hard_stop";
    public const string BelowConcession = "below_concession";
    public const string EndsBeforeStart = "ends_before_start";
    public const string NotAnInstant = "not_an_instant";
    public const string OpenBeforeLast = "open_before_last";
    public const string ClosedLast = "closed_last";
    public const string Empty = "empty";
    public const string Duplicate = "duplicate";
#pragma warning restore CS1591
}

/// <summary>Collects complaints: each path and code once.</summary>
internal sealed class ComplaintBook
{
    private readonly Dictionary<(string Path, string Code), RuleComplaint> _complaints = [];

    public void Add(string path, string code, string message) => _complaints.TryAdd((path, code), new(path, code, message));

    /// <summary>By path, then by code, in the order of code points.</summary>
    public ImmutableArray<RuleComplaint> Sorted() =>
        [.. _complaints.Values.OrderBy(c => c.Path, CodePoints.Order).ThenBy(c => c.Code, StringComparer.Ordinal)];

    /// <summary>Strings by code point; ordinal order would put what lies beyond 16 bits in between.</summary>
    private sealed class CodePoints : IComparer<string>
    {
        public static CodePoints Order { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}
