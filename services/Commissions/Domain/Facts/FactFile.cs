using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Facts;

/// <summary>What came of reading facts.</summary>
/// <param name="Facts">Each once; of use only without a fault.</param>
/// <param name="Duplicates">How many lines repeated a fact that was there already.</param>
/// <param name="Fault">The first thing that is wrong; null when all is well.</param>
public sealed record FactReading(ImmutableArray<CommissionFact> Facts, int Duplicates, Fault? Fault);

/// <summary>Reads facts: JSON Lines, one object each. Blank lines are skipped and counted, fields that it does not know are ignored. It stops at the first fault.</summary>
public static class FactFile
{
    /// <summary>Reads lines.</summary>
    /// <param name="lines">All lines of the file, also blank ones.</param>
    /// <param name="plans">The plans that acceptances may name.</param>
    public static FactReading Read(IEnumerable<string> lines, PlanBook plans)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(plans);
        var facts = ImmutableArray.CreateBuilder<CommissionFact>();
        var byId = new Dictionary<string, CommissionFact>(StringComparer.Ordinal);
        var (number, duplicates) = (0, 0);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            using var document = JsonTexts.TryParse(Encoding.UTF8.GetBytes(line), out _);
            if (document is not { RootElement: { ValueKind: JsonValueKind.Object } json })
            {
                return new([], duplicates, new(number, "", "is no JSON object; write one fact in each line"));
            }

            var faults = new List<Fault>();
            var fact = FactReader.Read(new(json, number, "", faults), plans);
            if (faults is [{ Field: "id" } noId, ..])
            {
                return new([], duplicates, noId);
            }

            // The id comes first of all fields: a known one on a line that cannot be read is other content, too.
            if (byId.TryGetValue(FactReader.Id(json), out var known))
            {
                if (!known.Equals(fact) || faults.Count > 0)
                {
                    return new([], duplicates, new(number, "id", $"'{known.Id}' stands in the file before with other content; a fact never changes, so give this one an id of its own"));
                }

                duplicates++;
            }
            else if (faults.Count > 0)
            {
                return new([], duplicates, faults[0]);
            }
            else
            {
                byId.Add(fact!.Id, fact);
                facts.Add(fact);
            }
        }

        return new(facts.ToImmutable(), duplicates, null);
    }
}
