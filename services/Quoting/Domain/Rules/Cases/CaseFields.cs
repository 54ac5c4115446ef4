using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>The fields of one case; notes each that cannot be read.</summary>
internal sealed class CaseFields(JsonElement json)
{
    /// <summary>What stands for a name that is no text. Half a character is in no rule version: files with one are refused.</summary>
    private const string NoName = "\ud800";

    private readonly List<string> _invalid = [];

    public IReadOnlyList<string> Invalid => _invalid;

    /// <summary>A name. One that is missing or no text names nothing, which is for the judge to refuse.</summary>
    public string Name(string name) => Text(name) ?? NoName;

    /// <summary>A text; null when it is none.</summary>
    public string? Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The reason; null for none. One that is no text is in no list of reasons either.</summary>
    public string? Reason() => !json.TryGetProperty("reason_code", out var value) || value.ValueKind == JsonValueKind.Null ? null : Name("reason_code");

    public DateTimeOffset? Instant(string name, bool isOptional)
    {
        var isThere = json.TryGetProperty(name, out var value);
        if (isOptional && (!isThere || value.ValueKind == JsonValueKind.Null))
        {
            return null;
        }

        if (isThere && value.ValueKind == JsonValueKind.String && Instants.TryParse(value.GetString(), out var instant))
        {
            return instant;
        }

        _invalid.Add(name);
        return null;
    }

    /// <summary>The amounts, of the case itself or of its lines, together.</summary>
    public ConcessionTotals Totals()
    {
        if (!json.TryGetProperty("lines", out var lines))
        {
            return Line(json, "");
        }

        if (lines.ValueKind != JsonValueKind.Array || lines.GetArrayLength() == 0 || lines.EnumerateArray().Any(l => l.ValueKind != JsonValueKind.Object))
        {
            _invalid.Add("lines");
            return default;
        }

        var totals = default(ConcessionTotals);
        foreach (var (index, line) in lines.EnumerateArray().Index())
        {
            totals += Line(line, $"lines/{index.ToString(CultureInfo.InvariantCulture)}/");
        }

        return totals;
    }

    public BasisPoints Rate(string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return default;
        }

        if (TryWhole(value, out var rate) && rate <= BasisPoints.One)
        {
            return new((uint)rate);
        }

        _invalid.Add(name);
        return default;
    }

    /// <summary>The yearly need; null when none is given.</summary>
    public ulong? CorePeriods()
    {
        if (!json.TryGetProperty("annual_core_periods", out var value))
        {
            return null;
        }

        if (TryWhole(value, out var periods))
        {
            return periods;
        }

        _invalid.Add("annual_core_periods");
        return 0;
    }

    public bool Assessment()
    {
        if (!json.TryGetProperty("assessment", out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            _invalid.Add("assessment");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>What was spent on demand, and a core's end price; null when that is not given.</summary>
    public (Planck Spent, Planck EndPrice)? OnDemand()
    {
        if (!json.TryGetProperty("on_demand", out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object && TryAmount(value, "spent_planck", out var spent) && TryAmount(value, "end_price_planck", out var price) && !price.IsZero)
        {
            return (spent, price);
        }

        _invalid.Add("on_demand");
        return (default, new(1));
    }

    /// <summary>The size, which must be given in exactly one way.</summary>
    public CaseSize Size(ulong? periods, (Planck Spent, Planck EndPrice)? onDemand)
    {
        if ((json.TryGetProperty("tier", out _) ? 1 : 0) + (periods is null ? 0 : 1) + (onDemand is null ? 0 : 1) != 1)
        {
            _invalid.Add("tier");
        }

        return periods is { } annual ? CaseSize.CorePeriods(annual)
            : onDemand is var (spent, price) ? CaseSize.OnDemand(spent, price)
            : CaseSize.Tier(Name("tier"));
    }

    private ConcessionTotals Line(JsonElement line, string path) =>
        new(new ConcessionLine(Amount(line, path, "list_planck", isOptional: false), Amount(line, path, "rebate_planck"), Amount(line, path, "sponsor_paid_planck"), Amount(line, path, "waived_planck")));

    private Planck Amount(JsonElement line, string path, string name, bool isOptional = true)
    {
        if (!TryAmount(line, name, out var amount) && !(isOptional && !line.TryGetProperty(name, out _)))
        {
            _invalid.Add(path + name);
        }

        return amount;
    }

    /// <summary>Digits in a text, without a zero before them, and nothing else: the framework's own reading lets NUL characters follow.</summary>
    private static bool TryAmount(JsonElement owner, string name, out Planck amount)
    {
        amount = default;
        return owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            && (text[0] != '0' || text.Length == 1) && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && Planck.TryParse(text, out amount);
    }

    /// <summary>A whole number from 0 on, written without point and exponent. What needs more than 64 bits is larger than any bound, and stays so.</summary>
    private static bool TryWhole(JsonElement value, out ulong number)
    {
        number = 0;
        if (value.ValueKind != JsonValueKind.Number || value.GetRawText() is not { } digits || digits.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return false;
        }

        if (digits[0] == '-')
        {
            return digits == "-0";
        }

        number = value.TryGetUInt64(out var read) ? read : ulong.MaxValue;
        return true;
    }
}
