using CoretimeDesk.Leads.Importing;

namespace CoretimeDesk.Leads.Files;

/// <summary>The formats that files of leads come in. Two files with the same rows are the same import.</summary>
public enum LeadFileFormat
{
    /// <summary>Comma-separated values with a header, as in RFC 4180.</summary>
    Csv = 1,

    /// <summary>One JSON object per line.</summary>
    JsonLines = 2,
}

/// <summary>One row as it stands in the file.</summary>
/// <param name="Number">Counted as people count: in CSV the header is row 1, in JSON Lines the first line is.</param>
/// <param name="Cells">One text per column of <see cref="LeadColumns.Names"/>; empty where the file has none.</param>
/// <param name="Fault">What is wrong with the row as a whole; null when it could be read.</param>
/// <param name="EndsFile">Nothing behind this row can be told apart: the file is broken here.</param>
public sealed record FileRow(long Number, IReadOnlyList<string> Cells, RowFault? Fault = null, bool EndsFile = false)
{
    private static readonly string[] Nothing = [.. LeadColumns.Names.Select(_ => "")];

    /// <summary>A row of which nothing could be read.</summary>
    public static FileRow Unreadable(long number, string shown, string fix, bool endsFile = false) => new(number, Nothing, new("", RowFault.Shorten(shown), fix), endsFile);
}

/// <summary>The file's header says that it is no file of leads.</summary>
public sealed class LeadFileException(string message) : Exception(message);
