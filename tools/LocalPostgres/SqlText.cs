namespace CoretimeDesk.LocalPostgres;

/// <summary>Quotes what cannot be a parameter in statements that define things.</summary>
internal static class SqlText
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Control characters never belong in what is quoted here; with them gone, doubling the quote is enough.</summary>
    public static string Literal(string text) => text.Any(char.IsControl) || text.Contains('\\', StringComparison.Ordinal)
        ? throw new ArgumentException("Control characters and backslashes cannot be quoted here.", nameof(text))
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
