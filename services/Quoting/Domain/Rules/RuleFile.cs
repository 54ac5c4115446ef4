using System.Collections.Immutable;
using System.Text;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>What came of reading a rule file: a version, or complaints.</summary>
/// <param name="Version">The version; null when there are complaints.</param>
/// <param name="Complaints">All that is wrong, each once, sorted by path, then code.</param>
public sealed record RuleReading(RuleVersion? Version, ImmutableArray<RuleComplaint> Complaints);

/// <summary>Reads rule versions from JSON. Says all that is wrong, not only the first.</summary>
public static class RuleFile
{
    private static readonly Lazy<RuleVersion> Shipped = new(ReadShipped);

    /// <summary>Version 1, which every new desk begins with.</summary>
    public static RuleVersion First => Shipped.Value;

    /// <summary>Reads a file's bytes.</summary>
    public static RuleReading Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonTexts.TryParse(utf8, out var problem);
        if (document is null)
        {
            return new(null, [new("", RuleComplaintCodes.WrongType, $"{problem}; a rule version is a JSON object")]);
        }

        var book = new ComplaintBook();
        var parts = RuleReader.Read(new(document.RootElement, "", book), book);
        var complaints = book.Sorted();
        return complaints.Length > 0 ? new(null, complaints) : new(new(parts!), complaints);
    }

    /// <summary>Reads a file's text.</summary>
    public static RuleReading Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static RuleVersion ReadShipped()
    {
        using var stream = typeof(RuleFile).Assembly.GetManifestResourceStream("rules-v1.json")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var reading = Read(copy.ToArray());
        return reading.Version ?? throw new InvalidOperationException($"The rules that the desk ships with are broken: {string.Join("; ", reading.Complaints)}");
    }
}
