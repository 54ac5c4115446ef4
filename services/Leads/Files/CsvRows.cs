using System.Globalization;
using System.Runtime.CompilerServices;
using CoretimeDesk.Leads.Importing;
using CsvHelper;
using CsvHelper.Configuration;

namespace CoretimeDesk.Leads.Files;

/// <summary>CSV: commas, a header, quotes where a cell needs them, lines that end in LF or CR LF.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<FileRow> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken stop)
    {
        var quote = '\0';
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ",",
            Mode = CsvMode.RFC4180,
            TrimOptions = TrimOptions.None,
            IgnoreBlankLines = true,
            MaxFieldSize = RowReader.LengthMax,
            // A quote in a cell without quotes, or text behind a closing quote: noted, and told of with its row.
            BadDataFound = _ => quote = '"',
        }, leaveOpen: true);

        var columns = await HeaderAsync(parser, stop);
        for (var number = 2L; ; number++)
        {
            stop.ThrowIfCancellationRequested();
            FileRow? row = null;
            quote = '\0';
            try
            {
                if (!await parser.ReadAsync())
                {
                    yield break;
                }
            }
            catch (MaxFieldSizeException)
            {
                row = FileRow.Unreadable(number, "", $"has a cell of more than {RowReader.LengthMax} characters: most likely a quote in it is never closed. Close it; nothing behind it was read.", endsFile: true);
            }

            row ??= Row(parser, columns, number, quote);
            yield return row;
            if (row.EndsFile)
            {
                yield break;
            }
        }
    }

    private static FileRow Row(CsvParser parser, int[] columns, long number, char quote)
    {
        var cells = new string[LeadColumns.Names.Count];
        Array.Fill(cells, "");
        for (var i = 0; i < Math.Min(parser.Count, columns.Length); i++)
        {
            if (columns[i] >= 0)
            {
                cells[columns[i]] = FormulaGuard.Undo(parser[i]);
            }
        }

        // Every quote of a row that was read to its end has its partner.
        if (parser.RawRecord.AsSpan().Count('"') % 2 == 1)
        {
            return new(number, cells, new("", "", "ends inside quotes: the file is cut off here, or a quote is not closed."), EndsFile: true);
        }

        if (quote != '\0')
        {
            return new(number, cells, new("", "", "has a quote where none can stand: put the whole cell into quotes and write a quote in it twice."));
        }

        return parser.Count == columns.Length
            ? new(number, cells)
            : new(number, cells, new("", "", $"has {parser.Count} cells; the header has {columns.Length}. A cell with a comma in it stands in quotes."));
    }

    /// <summary>Which column each cell is; -1 for those to pass over.</summary>
    private static async Task<int[]> HeaderAsync(CsvParser parser, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            if (!await parser.ReadAsync())
            {
                throw new LeadFileException($"The file is empty. Its first line names the columns: {string.Join(",", LeadColumns.Names)}");
            }
        }
        catch (MaxFieldSizeException)
        {
            throw new LeadFileException("The file's first line is no header: it does not end. Is this a CSV file?");
        }

        string[] names = [.. parser.Record!.Select(n => n.Trim().ToLowerInvariant())];
        var columns = names.Select(n => IndexOf(n)).ToArray();
        var unknown = names.Where((n, i) => columns[i] < 0 && !LeadColumns.Notes.Contains(n)).ToList();
        if (unknown.Count > 0)
        {
            throw new LeadFileException(
                $"The header names what is no column: {string.Join(", ", unknown.Take(5).Select(u => $"\"{RowFault.Shorten(u)}\""))}. "
                + $"{(names.Length == 1 ? "Cells are separated by commas. " : "")}Columns are {string.Join(", ", LeadColumns.Names)}.");
        }

        if (columns.Where(c => c >= 0).GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new LeadFileException($"The header names {LeadColumns.Names[twice.Key]} twice. Remove one of them.");
        }

        var missing = LeadColumns.Needed.Where(n => !columns.Contains(n)).Select(n => LeadColumns.Names[n]).ToList();
        return missing.Count == 0 ? columns : throw new LeadFileException($"The header lacks {string.Join(", ", missing)}. The first line names the columns.");
    }

    private static int IndexOf(string name)
    {
        for (var i = 0; i < LeadColumns.Names.Count; i++)
        {
            if (LeadColumns.Names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
