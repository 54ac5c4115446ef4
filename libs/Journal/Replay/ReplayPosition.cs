using System.Globalization;

namespace CoretimeDesk.Journal;

/// <summary>A place in the replay order: the writing transaction, then the row. <c>default</c> is before the first event.</summary>
public readonly record struct ReplayPosition(ulong Transaction, long Row)
{
    /// <summary>True when this place comes earlier in the replay order.</summary>
    public bool IsBefore(ReplayPosition other) => (Transaction, Row).CompareTo((other.Transaction, other.Row)) < 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}-{Row}");

    /// <summary>Reads what <see cref="ToString"/> wrote; the empty string is the beginning.</summary>
    public static bool TryParse(string text, out ReplayPosition position)
    {
        position = default;
        if (text.Length == 0)
        {
            return true;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0
            || !ulong.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var transaction)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row))
        {
            return false;
        }

        position = new(transaction, row);
        return true;
    }
}
