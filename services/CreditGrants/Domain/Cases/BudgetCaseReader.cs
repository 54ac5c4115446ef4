using System.Collections.Immutable;
using System.Text.Json;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Cases;

/// <summary>Reads cases: one JSON object each, as in a file of JSON Lines. Fields that it does not know are ignored.</summary>
/// <remarks>Bad events are the ledger's to refuse. A budget whose terms cannot be read is not run: its answers would be about another budget.</remarks>
public static class BudgetCaseReader
{
    /// <summary>Reads a line.</summary>
    public static BudgetCaseReading Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonTexts.TryParse(utf8, out _);
        return document is { RootElement: { ValueKind: JsonValueKind.Object } json } ? Read(json) : new(null, "", "is no JSON object");
    }

    private static BudgetCaseReading Read(JsonElement json)
    {
        var reserve = json.Has("reserve_planck") ? json.Amount("reserve_planck") : Planck.Zero;
        if (reserve is null)
        {
            return new(null, "reserve_planck", "must be planck as decimal text, as in \"1000\"");
        }

        var (codes, badCode) = Members<ProviderCode>(json, "codes", TryCode);
        if (badCode is not null)
        {
            return new(null, badCode, "must name the provider, and may say that it is revoked: {\"provider\": \"acme\", \"revoked\": true}");
        }

        var (budgets, badBudget) = Members<Planck>(json, "provider_budgets", CaseJson.TryAmount);
        if (badBudget is not null)
        {
            return new(null, badBudget, "must be planck as decimal text, as in \"1000\"");
        }

        if (!json.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array)
        {
            return new(null, "events", "must be a list of events");
        }

        var terms = BudgetTerms.Default with { Reserve = reserve.Value, Codes = codes, ProviderBudgets = budgets };
        return new(new(json.Text("case"), terms, [.. events.EnumerateArray().Select(EventReader.Read)]), "", "");
    }

    private delegate bool Reading<T>(JsonElement json, out T value);

    private static bool TryCode(JsonElement json, out ProviderCode code)
    {
        var revoked = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("revoked", out var value) ? value.ValueKind : JsonValueKind.False;
        var provider = json.ValueKind == JsonValueKind.Object ? json.Text("provider") : null;
        code = new(provider ?? "", revoked == JsonValueKind.True);
        return provider is not null && revoked is (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null);
    }

    /// <summary>The members of an object that may be missing, or the path of the first that cannot be read.</summary>
    private static (ImmutableDictionary<string, T> Members, string? Bad) Members<T>(JsonElement json, string name, Reading<T> read)
    {
        var members = ImmutableDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        if (json.Has(name))
        {
            if (json.GetProperty(name) is not { ValueKind: JsonValueKind.Object } owner)
            {
                return (members.ToImmutable(), name);
            }

            foreach (var member in owner.EnumerateObject())
            {
                if (!read(member.Value, out var value))
                {
                    return (members.ToImmutable(), $"{name}/{member.Name}");
                }

                members[member.Name] = value;
            }
        }

        return (members.ToImmutable(), null);
    }
}
