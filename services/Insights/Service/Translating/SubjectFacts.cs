using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Market;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Translating;

/// <summary>Collects the facts of one subject as rows.</summary>
internal sealed class SubjectFacts(string subject)
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<FactRow> _rows = [];

    public IReadOnlyList<FactRow> Rows => _rows;

    /// <summary>Adds a fact. A block's time may be ahead of the desk's clock: such a fact counts as recorded at that time.</summary>
    /// <param name="fact">The fact; its id is the same whenever it is worked out.</param>
    /// <param name="token">Of amounts; empty for what is so in every token.</param>
    /// <param name="evidence">What says so.</param>
    public void Add(Fact fact, string token, params IEnumerable<Evidence> evidence) => Add(fact, token, null, evidence);

    /// <summary>As the other one, with what completes other facts.</summary>
    public void Add(Fact fact, string token, FactExtra? extra, IEnumerable<Evidence> evidence)
    {
        var known = fact.RecordedAt < fact.OccurredAt ? fact with { RecordedAt = fact.OccurredAt } : fact;
        _rows.Add(new()
        {
            Id = known.Id, Kind = known.Kind, OccurredAt = known.OccurredAt, RecordedAt = known.RecordedAt, Token = token, Body = Line(known), Extra = extra?.ToJson(),
            Evidence = new EvidenceList { Items = { evidence } }.ToByteArray(), Subject = subject,
        });
    }

    /// <summary>A fact as its line, without its end.</summary>
    public static string Line(Fact fact)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, OneLine))
        {
            FactWriter.Write(json, fact);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>An amount as another part of the desk has told it.</summary>
    public static Planck Amount(string planck) => planck.Length == 0 ? Planck.Zero : Planck.Parse(planck);
}

/// <summary>What a fact knows that its line has no field for, and by which others are completed.</summary>
/// <param name="Region">Of a purchase: chain, core and end of what it bought.</param>
/// <param name="Follows">Of a renewal: the same of what it goes on from.</param>
/// <param name="Segment">Of a merge: the survivor's.</param>
/// <param name="Tier">Of a merge: the survivor's.</param>
internal sealed record FactExtra(string? Region = null, string? Follows = null, string? Segment = null, string? Tier = null)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static FactExtra? Of(string? json) => json is null ? null : JsonSerializer.Deserialize<FactExtra>(json);
}
