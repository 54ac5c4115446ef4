using System.Text.Json;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Discovery;

/// <summary>A value while a rule is evaluated: null, bool, double, string, a list, or a JSON object.</summary>
internal readonly record struct CelValue(object? Value)
{
    public static CelValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new(GoText.Of(json)),
        JsonValueKind.Number => new(json.GetDouble()),
        JsonValueKind.True => new(true),
        JsonValueKind.False => new(false),
        JsonValueKind.Null => new(null),
        JsonValueKind.Array => new(json.EnumerateArray().Select(Of).ToArray()),
        _ => new(json.Clone()),
    };

    public bool AsBoolean() => Value is bool truth ? truth : throw new CelException($"a truth value is needed, not {Kind}");

    public string AsText() => Value as string ?? throw new CelException($"a text is needed, not {Kind}");

    public CelValue[] AsList() => Value as CelValue[] ?? throw new CelException($"a list is needed, not {Kind}");

    /// <summary>Values of different kinds are unequal.</summary>
    public bool IsEqualTo(CelValue other) => (Value, other.Value) switch
    {
        (CelValue[] a, CelValue[] b) => a.Length == b.Length && a.Zip(b).All(pair => pair.First.IsEqualTo(pair.Second)),
        (JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b),
        _ => Equals(Value, other.Value),
    };

    /// <exception cref="CelException">The two cannot be ordered.</exception>
    public int CompareTo(CelValue other) => (Value, other.Value) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        _ => throw new CelException($"{Kind} and {other.Kind} cannot be ordered"),
    };

    private string Kind => Value switch
    {
        null => "null",
        bool => "a truth value",
        double => "a number",
        string => "a text",
        CelValue[] => "a list",
        _ => "an object",
    };
}
