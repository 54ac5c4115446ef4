using System.Diagnostics;
using System.Text;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LeadFileFormat = CoretimeDesk.Leads.Files.LeadFileFormat;

namespace CoretimeDesk.Bench.Leads;

/// <summary>A generated file of leads, made while it is sent; the same rows every time.</summary>
internal static class LeadFile
{
    private const int RowsPerChunk = 500;
    private static readonly string[] First = ["aleph", "boreal", "cobalt", "delta", "ember", "fjord", "garnet", "helix", "indigo", "juno", "krypton", "lumen", "mosaic", "nimbus", "onyx", "prism", "quartz", "raven", "sable", "tundra", "umbra", "vertex", "willow", "xenon", "yonder", "zephyr"];
    private static readonly string[] Second = ["Labs", "Network", "Protocol", "Chain", "Finance", "Games", "Identity", "Storage", "Bridge", "Rollup"];

    /// <summary>Row number n: an account of its own with a domain; every second has a contact, every third a para id.</summary>
    public static string[] Row(int n)
    {
        var cells = LeadColumns.Names.Select(_ => "").ToArray();
        var word = First[n % First.Length];
        cells[LeadColumns.AccountName] = $"{char.ToUpperInvariant(word[0])}{word[1..]} {n} {Second[n / 7 % Second.Length]}";

        // One in a thousand is a government: a filter that finds few is as real as one that finds many.
        cells[LeadColumns.Segment] = n % 1_000 == 0 ? "government" : n % 20 == 1 ? "enterprise" : n % 3 == 0 ? "startup" : "builder";
        cells[LeadColumns.AnnualCorePeriods] = $"{(n % 50 == 0 ? 200 : n % 10 == 0 ? 100 : n % 60 + 1)}";
        cells[LeadColumns.IsDao] = n % 9 == 0 ? "true" : "false";
        cells[LeadColumns.Ecosystems] = n % 2 == 0 ? "polkadot" : "ethereum;polkadot";
        cells[LeadColumns.Domain] = $"{word}{n}.example.org";
        cells[LeadColumns.ParaId] = n % 3 == 0 ? $"polkadot:{n + 2_000}" : "";
        cells[LeadColumns.LeadTitle] = $"Needs {n % 5 + 1} cores by spring";
        cells[LeadColumns.LeadSource] = n % 4 == 0 ? "inbound" : "outbound";
        if (n % 2 == 0)
        {
            cells[LeadColumns.ContactName] = $"Ada {word} {n}";
            cells[LeadColumns.ContactEmail] = $"ada@{word}{n}.example.org";
            cells[LeadColumns.ContactTimeZone] = "Europe/Zurich";
        }

        cells[LeadColumns.ExternalRef] = $"crm-{n}";
        return cells;
    }

    /// <summary>Sends so many rows through the real service.</summary>
    /// <param name="leads">The service.</param>
    /// <param name="headers">Of somebody who may.</param>
    /// <param name="rows">How many.</param>
    /// <param name="tell">Gets progress.</param>
    /// <returns>How long it took, from the first byte to the result.</returns>
    public static async Task<TimeSpan> ImportAsync(GrpcChannel leads, Metadata headers, int rows, Action<ImportProgress> tell)
    {
        var watch = Stopwatch.StartNew();
        using var call = new ImportService.ImportServiceClient(leads).Import(headers);
        var sending = SendAsync();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            if (answer.Error is { } error)
            {
                throw new InvalidOperationException($"Row {error.Row} was refused: {error.Column} {error.Fix}");
            }

            if (answer.Progress is { } progress)
            {
                tell(progress);
            }

            if (answer.Result is { } result && result.Totals.Imported != rows)
            {
                throw new InvalidOperationException($"{rows} rows were sent, but: {result}");
            }
        }

        await sending;
        return watch.Elapsed;

        async Task SendAsync()
        {
            await call.RequestStream.WriteAsync(new() { Header = new() { RequestId = Guid.NewGuid().ToString(), Format = CoretimeDesk.Leads.V1.LeadFileFormat.Csv, Known = KnownAccounts.AddLead } });
            var text = new StringBuilder(RowWriter.Header(LeadFileFormat.Csv));
            for (var n = 0; n < rows; n++)
            {
                text.Append(RowWriter.Row(LeadFileFormat.Csv, Row(n)));
                if (n % RowsPerChunk == RowsPerChunk - 1 || n == rows - 1)
                {
                    await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFromUtf8(text.ToString()) });
                    text.Clear();
                }
            }

            await call.RequestStream.CompleteAsync();
        }
    }
}
