using System.Text;

namespace CoretimeDesk.Commissions.Files;

/// <summary>Rows of a table for spreadsheets: RFC 4180.</summary>
internal static class CsvText
{
    /// <summary>Adds a row.</summary>
    public static void Row(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    // A text that begins like a formula would be one in a spreadsheet; an amount may begin with a minus.
    private static string Cell(string cell)
    {
        var safe = cell.Length > 0 && "=+-@\t".Contains(cell[0], StringComparison.Ordinal) && !cell.TrimStart('-').All(char.IsAsciiDigit) ? $"'{cell}" : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
