using System.Collections.Immutable;
using System.Text.Json;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Cases;

/// <summary>Values as they stand in case files. Each is null when it is missing or something else.</summary>
internal static class CaseJson
{
    public static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A text that names something.</summary>
    public static string? Name(this JsonElement json, string name) => json.Text(name) is { Length: > 0 } text ? text : null;

    public static DateTimeOffset? Instant(this JsonElement json, string name) => Instants.TryParse(json.Text(name), out var instant) ? instant : null;

    /// <summary>Planck from 0 on, as decimal text without a zero before it.</summary>
    public static Planck? Amount(this JsonElement json, string name) => json.TryGetProperty(name, out var value) && TryAmount(value, out var amount) ? amount : null;

    /// <summary>Planck from 1 on.</summary>
    public static Planck? Some(this JsonElement json, string name) => json.Amount(name) is { IsZero: false } amount ? amount : null;

    /// <summary>At least one amount, none of them nothing.</summary>
    public static ImmutableArray<Planck>? Amounts(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return null;
        }

        var amounts = ImmutableArray.CreateBuilder<Planck>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (!TryAmount(item, out var amount) || amount.IsZero)
            {
                return null;
            }

            amounts.Add(amount);
        }

        return amounts.MoveToImmutable();
    }

    /// <summary>A whole number, without point and exponent. One of more than 64 bits is beyond any bound that numbers have here, and is read as the furthest one.</summary>
    public static long? Whole(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number || value.GetRawText() is not { } digits || digits.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return null;
        }

        return value.TryGetInt64(out var number) ? number : digits[0] == '-' ? long.MinValue : long.MaxValue;
    }

    /// <summary>Digits in a text, and nothing else: the framework's own reading lets NUL characters follow.</summary>
    public static bool TryAmount(JsonElement value, out Planck amount)
    {
        amount = default;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && (text[0] != '0' || text.Length == 1)
            && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && Planck.TryParse(text, out amount);
    }
}
