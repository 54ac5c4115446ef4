using System.Text;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.V1;
using LeadFileFormat = CoretimeDesk.Leads.Files.LeadFileFormat;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>
/// The refused rows of a file with what is wrong with each, as CSV that can be corrected and imported. The service tells row and fault; the
/// row itself is read from the user's own file, in step with what the service tells, so that one row is held at a time.
/// </summary>
internal sealed class ErrorsFile(string source, LeadFileFormat format, string path) : IAsyncDisposable
{
    private IAsyncEnumerator<FileRow>? _rows;
    private FileStream? _file;
    private StreamWriter? _writer;
    private readonly List<RowError> _ofRow = [];

    /// <summary>Notes a fault; those of one row come one after the other.</summary>
    public async Task AddAsync(RowError error, CancellationToken stop)
    {
        if (_ofRow.Count > 0 && _ofRow[0].Row != error.Row)
        {
            await WriteAsync(stop);
        }

        _ofRow.Add(error);
    }

    /// <summary>Puts the file in its place; without any fault there is none, and an old one goes.</summary>
    public async Task CompleteAsync(CancellationToken stop)
    {
        await WriteAsync(stop);
        if (_writer is null)
        {
            File.Delete(path);
            return;
        }

        await _writer.DisposeAsync();
        _writer = null;
        File.Move($"{path}.part", path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
            File.Delete($"{path}.part");
        }

        if (_rows is not null)
        {
            await _rows.DisposeAsync();
        }

        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        if (_ofRow.Count == 0)
        {
            return;
        }

        if (_writer is null)
        {
            _file = File.OpenRead(source);
            _rows = RowReader.ReadAsync(_file, format, stop).GetAsyncEnumerator(stop);
            _writer = new($"{path}.part", append: false, new UTF8Encoding(false));
            await _writer.WriteAsync(RowWriter.Header(LeadFileFormat.Csv, LeadColumns.Notes));
        }

        while (await _rows!.MoveNextAsync())
        {
            if (_rows.Current.Number == _ofRow[0].Row)
            {
                var faults = string.Join(" | ", _ofRow.Select(f => f.Column.Length == 0 ? f.Fix : $"{f.Column} {f.Fix}"));
                await _writer.WriteAsync(RowWriter.Row(LeadFileFormat.Csv, [.. _rows.Current.Cells, $"{_ofRow[0].Row}", faults]));
                break;
            }
        }

        _ofRow.Clear();
    }
}
