using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CoretimeDesk.Csv;

/// <summary>
/// A table for spreadsheets: RFC 4180, commas, CR LF, quotes where a cell needs them. A text that a spreadsheet would run as a formula gets an apostrophe; a number stays
/// one, with its minus. Not safe for use by several threads.
/// </summary>
public sealed class CsvTable : IDisposable
{
    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    private readonly CsvWriter _csv;

    /// <summary>A table with these columns and no row yet.</summary>
    public CsvTable(params IEnumerable<string> columns)
    {
        // Its own escaping knows no numbers: of "-4.1" it makes a text.
        _csv = new(_text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", InjectionOptions = InjectionOptions.None });
        Add(columns);
    }

    /// <summary>Adds a row.</summary>
    public void Add(params IEnumerable<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        foreach (var cell in cells)
        {
            _csv.WriteField(IsFormula(cell) ? $"'{cell}" : cell);
        }

        _csv.NextRecord();
    }

    /// <summary>All rows so far.</summary>
    public override string ToString()
    {
        _csv.Flush();
        return _text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    private static bool IsFormula(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !IsNegative(cell);

    // A minus, digits, and perhaps a point with digits behind it: nothing of that can be run.
    private static bool IsNegative(string cell) => cell is ['-', ..] && cell[1..].Split('.') is { Length: 1 or 2 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
}
