using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoretimeDesk.Leads.Importing;

namespace CoretimeDesk.Leads.Files;

/// <summary>Writes files of leads, as UTF-8, so that <see cref="RowReader"/> reads back what was written.</summary>
public static class RowWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    // Names in any script stay readable; what is written goes to a file, not into a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line of a CSV file; nothing for JSON Lines.</summary>
    public static string Header(LeadFileFormat format, params IReadOnlyList<string> more) =>
        format == LeadFileFormat.Csv ? $"{string.Join(',', LeadColumns.Names.Concat(more))}\r\n" : "";

    /// <summary>One row with the end of its line.</summary>
    /// <param name="format">The file's format.</param>
    /// <param name="cells">One text per column, and those of <see cref="Header"/>'s further columns in CSV.</param>
    public static string Row(LeadFileFormat format, IReadOnlyList<string> cells) => format == LeadFileFormat.Csv ? $"{string.Join(',', cells.Select(Cell))}\r\n" : Json(cells);

    private static string Cell(string text)
    {
        var cell = FormulaGuard.Apply(text);

        // Blanks at the ends are lost on some readers unless they stand in quotes.
        return cell.AsSpan().ContainsAny(NeedsQuotes) || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])))
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }

    private static string Json(IReadOnlyList<string> cells)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            for (var i = 0; i < cells.Count; i++)
            {
                if (cells[i].Length > 0)
                {
                    json.WriteString(LeadColumns.Names[i], cells[i]);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
