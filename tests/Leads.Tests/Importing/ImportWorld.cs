using System.Text;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using LeadFileFormat = CoretimeDesk.Leads.Files.LeadFileFormat;

namespace CoretimeDesk.Leads.Tests.Importing;

/// <summary>What became of an import.</summary>
internal sealed record Imported(ImportResult Result, IReadOnlyList<RowError> Errors)
{
    public (long Imported, long Repeated, long Refused) Counts => (Result.Totals.Imported, Result.Totals.Repeated, Result.Totals.Refused);
}

/// <summary>What tests of imports say and do.</summary>
internal static class ImportWorld
{
    public static Task<Imported> ImportAsync(
        this LeadsWorld world, string text, LeadFileFormat format = LeadFileFormat.Csv, KnownAccounts known = KnownAccounts.AddLead, bool dry = false, string sha256 = "", int replica = 0) =>
        ImportAsync(world.Replica(replica), world.AsTina(), Encoding.UTF8.GetBytes(text), format, known, dry, sha256);

    /// <summary>Sends a file in small pieces while it listens.</summary>
    public static async Task<Imported> ImportAsync(
        ServiceProcess service, Metadata headers, ReadOnlyMemory<byte> file, LeadFileFormat format = LeadFileFormat.Csv, KnownAccounts known = KnownAccounts.AddLead, bool dry = false, string sha256 = "",
        Action<ImportProgress>? tell = null)
    {
        using var call = new ImportService.ImportServiceClient(service.Channel).Import(headers);
        var sending = SendAsync();
        var errors = new List<RowError>();
        ImportResult? result = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            switch (answer.PartCase)
            {
                case ImportResponse.PartOneofCase.Error:
                    errors.Add(answer.Error);
                    break;
                case ImportResponse.PartOneofCase.Progress:
                    tell?.Invoke(answer.Progress);
                    break;
                default:
                    result = answer.Result;
                    break;
            }
        }

        await sending;
        return new(result!, errors);

        async Task SendAsync()
        {
            try
            {
                await call.RequestStream.WriteAsync(new()
                {
                    Header = new() { RequestId = LeadsWorld.NewId(), Format = (V1.LeadFileFormat)format, FileName = "leads", Known = known, DryRun = dry, Sha256 = sha256 },
                });
                const int Piece = 60_001;
                for (var at = 0; at < file.Length; at += Piece)
                {
                    await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(file.Slice(at, Math.Min(Piece, file.Length - at)).Span) });
                }

                await call.RequestStream.CompleteAsync();
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The answers say why the call ended.
            }
        }
    }

    public static async Task<string> ExportAsync(ServiceProcess service, Metadata headers, ExportLeadsRequest request)
    {
        using var call = new ImportService.ImportServiceClient(service.Channel).ExportLeads(request, headers);
        var bytes = new MemoryStream();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            Assert.InRange(answer.Chunk.Length, 1, 256 * 1024);
            answer.Chunk.WriteTo(bytes);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>A row that holds; columns can be given other texts.</summary>
    public static string[] Cells(string word, params (int Column, string Text)[] others)
    {
        var cells = LeadColumns.Names.Select(_ => "").ToArray();
        cells[LeadColumns.AccountName] = $"{word} Labs";
        cells[LeadColumns.Segment] = "startup";
        cells[LeadColumns.AnnualCorePeriods] = "13";
        cells[LeadColumns.IsDao] = "false";
        cells[LeadColumns.MainBusinessElsewhere] = "false";
        cells[LeadColumns.Domain] = $"{word}.xyz";
        cells[LeadColumns.LeadTitle] = "Needs a core";
        cells[LeadColumns.LeadSource] = "inbound";
        foreach (var (column, text) in others)
        {
            cells[column] = text;
        }

        return cells;
    }

    public static string File(IEnumerable<string[]> rows, LeadFileFormat format = LeadFileFormat.Csv) => RowWriter.Header(format) + string.Concat(rows.Select(r => RowWriter.Row(format, r)));

    /// <summary>Rows that differ from those of every other word, some with contacts and several keys.</summary>
    public static IEnumerable<string[]> Many(string word, int count) => Enumerable.Range(0, count).Select(i => Cells(
        $"{word}{i}",
        (LeadColumns.Segment, ((string[])["startup", "builder", "enterprise"])[i % 3]), (LeadColumns.AnnualCorePeriods, $"{(i % 200) + 1}"), (LeadColumns.Ecosystems, "ethereum;polkadot"),
        (LeadColumns.ContactName, i % 3 == 0 ? $"Ada {i}" : ""), (LeadColumns.ContactEmail, i % 3 == 0 ? $"ada@{word}{i}.xyz" : ""), (LeadColumns.ExternalRef, $"crm-{i}")));

    public static async Task<List<FileRow>> ReadAsync(byte[] file, LeadFileFormat format = LeadFileFormat.Csv)
    {
        var rows = new List<FileRow>();
        await foreach (var row in RowReader.ReadAsync(new MemoryStream(file), format, default))
        {
            rows.Add(row);
        }

        return rows;
    }
}
