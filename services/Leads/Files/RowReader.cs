using System.Text;

namespace CoretimeDesk.Leads.Files;

/// <summary>Reads a file of leads row by row; holds one row at a time.</summary>
public static class RowReader
{
    /// <summary>
    /// The longest cell, and the longest line of JSON, in characters. Longer ones are taken for a quote or a line that never ends, so
    /// that a broken file cannot fill the memory.
    /// </summary>
    public const int LengthMax = 2 * 1024 * 1024;

    /// <summary>The rows of a file. Bytes that are no UTF-8 become U+FFFD, which the rules refuse in the cell where it stands.</summary>
    /// <param name="file">Read from where it is; not closed.</param>
    /// <param name="format">What it is.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="LeadFileException">The header is not that of a file of leads.</exception>
    public static IAsyncEnumerable<FileRow> ReadAsync(Stream file, LeadFileFormat format, CancellationToken stop)
    {
        // With its own mark and no other: UTF-16 is not guessed, it is refused.
        var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), detectEncodingFromByteOrderMarks: false, bufferSize: 16 * 1024, leaveOpen: true);
        return format == LeadFileFormat.Csv ? CsvRows.ReadAsync(reader, stop) : JsonRows.ReadAsync(reader, stop);
    }
}
