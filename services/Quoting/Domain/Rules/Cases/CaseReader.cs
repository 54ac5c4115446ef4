using System.Text.Json;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>A case from a file.</summary>
/// <param name="Name">What the file calls it; null when it has no name.</param>
/// <param name="Case">What is to be judged; null when values could not be read.</param>
/// <param name="Invalid">The fields that could not be read, in the order of the description: <c>rebate_planck</c>, <c>lines/1/sponsor_paid_planck</c>.</param>
public sealed record CaseReading(string? Name, ConcessionCase? Case, IReadOnlyList<string> Invalid);

/// <summary>Reads cases: one JSON object each, as in a file of JSON Lines. Fields that it does not know are ignored.</summary>
public static class CaseReader
{
    /// <summary>Reads a line; null when it is no JSON object.</summary>
    public static CaseReading? Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonTexts.TryParse(utf8, out _);
        return document is { RootElement: { ValueKind: JsonValueKind.Object } json } ? Read(json) : null;
    }

    /// <summary>Reads an object.</summary>
    public static CaseReading Read(JsonElement json)
    {
        var fields = new CaseFields(json);
        var at = fields.Instant("at", isOptional: false);
        var phaseEndsAt = fields.Instant("phase_ends_at", isOptional: true);
        var totals = fields.Totals();
        var commission = fields.Rate("commission_bp");
        var overlay = fields.Rate("overlay_bp");
        var periods = fields.CorePeriods();
        var assessment = fields.Assessment();
        var onDemand = fields.OnDemand();
        var size = fields.Size(periods, onDemand);
        var name = fields.Text("case");
        if (fields.Invalid.Count > 0)
        {
            return new(name, null, fields.Invalid);
        }

        return new(
            name,
            new()
            {
                At = at!.Value,
                PhaseEndsAt = phaseEndsAt,
                Segment = fields.Name("segment"),
                Size = size,
                Role = fields.Name("role"),
                Totals = totals,
                Commission = commission,
                Overlay = overlay,
                HasAssessment = assessment,
                ReasonCode = fields.Reason(),
            },
            []);
    }
}
