using System.Text.Json;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Cases;

/// <summary>Reads events from JSON objects, as docs/credits.md describes them. Fields that it does not know are ignored.</summary>
public static class EventReader
{
    internal const string Tick = "tick";

    /// <summary>What stands for a code that is no text: nobody can be given it, since half a character is no text either.</summary>
    private const string NoCode = "\ud800";

    /// <summary>Reads one event, or says which field comes first that cannot be read.</summary>
    public static CaseEvent Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new(null, null, new(null, null, "id"));
        }

        var (kind, raw) = (json.Text("event"), json.TryGetProperty("id", out var value) ? value.GetRawText() : null);
        if (json.Name("id") is not { } id)
        {
            return new(kind, raw, new(null, null, "id"));
        }

        try
        {
            return new(kind, raw, new(id, Event(json, id, kind), null));
        }
        catch (UnreadableFieldException e)
        {
            return new(kind, raw, new(id, null, e.Field));
        }
    }

    private static BudgetEvent Event(JsonElement json, string id, string? kind)
    {
        if (kind is not ("fund" or "withdraw" or "award" or "open" or "milestone" or "flag" or "unflag" or "spend" or "refund" or "use" or "extend" or "revoke" or Tick))
        {
            throw new UnreadableFieldException("event");
        }

        var at = json.Instant("at") ?? throw new UnreadableFieldException("at");
        return kind switch
        {
            "fund" => new Funded(id, at, Planck()),
            "withdraw" => new Withdrawn(id, at, Planck()),
            "spend" => new Spent(id, at, Planck(), json.Name("grant"), json.Whole("tranche")),
            "refund" => new Refunded(id, at, Planck(), Required("of")),
            "use" => new Used(id, at, Planck(), json.Name("grant"), json.Whole("tranche")),
            "award" => Award(json, id, at),
            "open" => new Opened(id, at, json.Name("grant"), json.Whole("tranche")),
            "milestone" => new MilestoneReached(id, at, json.Name("grant"), json.Whole("tranche")),
            "flag" => new Flagged(id, at, json.Name("grant"), Required("flag")),
            "unflag" => new Unflagged(id, at, json.Name("grant"), Required("flag")),
            "extend" => new Extended(id, at, json.Name("grant"), json.Instant("expires_at")),
            "revoke" => new Revoked(id, at, json.Name("grant")),
            _ => new Ticked(id, at),
        };

        Market.Planck Planck() => json.Some("planck") ?? throw new UnreadableFieldException("planck");

        string Required(string field) => json.Name(field) ?? throw new UnreadableFieldException(field);
    }

    private static Awarded Award(JsonElement json, string id, DateTimeOffset at) => new(
        id,
        at,
        json.Name("grant") ?? throw new UnreadableFieldException("grant"),
        json.Name("cluster") ?? throw new UnreadableFieldException("cluster"),
        GrantTiers.Find(json.Text("tier")) ?? throw new UnreadableFieldException("tier"),
        json.Amounts("tranches") ?? throw new UnreadableFieldException("tranches"),
        json.Whole("half_periods") is >= 1 and var periods ? (ulong)periods : throw new UnreadableFieldException("half_periods"),
        json.Instant("expires_at") ?? throw new UnreadableFieldException("expires_at"),
        json.Has("code") ? json.Text("code") ?? NoCode : null,
        json.TryGetProperty("milestones", out var milestones) && milestones.ValueKind == JsonValueKind.True);

    /// <summary>Carries the field's name out of an expression; never leaves this class.</summary>
    private sealed class UnreadableFieldException(string field) : Exception
    {
        public string Field { get; } = field;
    }
}
