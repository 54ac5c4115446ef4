using System.Security.Cryptography;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>An import: sends the file while it listens, and collects what was refused in a file beside it.</summary>
internal sealed class ImportRun(FileInfo file, ImportHeader header)
{
    private const int ChunkBytes = 128 * 1024;
    private readonly string _errors = $"{file.FullName}.errors.csv";
    private ImportProgress? _last;

    /// <summary>In words, when it was stopped or broke off.</summary>
    public string LeftAt => header.DryRun ? "The check was stopped; nothing was written."
        : $"Stopped{(_last is { } p ? $" after {p.RowsRead} rows ({p.Imported} imported)" : "")}. What was imported stays; the same command goes on with the rest and imports nothing twice.";

    /// <summary>Sends and listens to the end.</summary>
    public async Task<ImportResult> RunAsync(AsyncDuplexStreamingCall<ImportRequest, ImportResponse> call, Action<ulong, ulong, string> tell, CancellationToken stop)
    {
        await using (var whole = File.OpenRead(file.FullName))
        {
            header.Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, stop));
        }

        var (sent, length) = (0L, file.Length);
        var sending = SendAsync();
        await using var errors = new ErrorsFile(file.FullName, (Leads.Files.LeadFileFormat)header.Format, _errors);
        ImportResult? result = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(stop))
        {
            switch (answer.PartCase)
            {
                case ImportResponse.PartOneofCase.Error:
                    await errors.AddAsync(answer.Error, stop);
                    break;
                case ImportResponse.PartOneofCase.Progress:
                    _last = answer.Progress;
                    tell((ulong)Math.Max(0, Volatile.Read(ref sent) - 1), (ulong)Math.Max(1, length), $"{_last.RowsRead} rows, {_last.Imported} imported, {_last.Repeated} known, {_last.Refused} refused");
                    break;
                default:
                    result = answer.Result;
                    break;
            }
        }

        await sending;
        await errors.CompleteAsync(stop);
        return result ?? throw new DeskException($"The service ended the import without a result. {LeftAt}");

        async Task SendAsync()
        {
            try
            {
                await call.RequestStream.WriteAsync(new() { Header = header }, stop);
                var chunk = new byte[ChunkBytes];
                await using var source = File.OpenRead(file.FullName);
                while (await source.ReadAsync(chunk, stop) is > 0 and var read)
                {
                    await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(chunk, 0, read) }, stop);
                    Interlocked.Add(ref sent, read);
                }

                await call.RequestStream.CompleteAsync();
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The service has ended the call: what it answered says why.
            }
        }
    }

    /// <summary>What came of it, for people.</summary>
    public void Show(Screen screen, ImportResult result)
    {
        var t = result.Totals;
        screen.Line($"{t.RowsRead} rows: {t.Imported} {(header.DryRun ? "would be imported" : "imported")} ({t.AccountsCreated} new accounts, {t.ContactsAdded} contacts), {t.Repeated} imported before, {t.Refused} refused.");
        if (result.BrokenAtRow > 0)
        {
            screen.Warn($"The file is broken at row {result.BrokenAtRow}: nothing behind it was read.");
        }

        if (t.Refused > 0)
        {
            screen.Warn($"What was refused, and why, is in {_errors}. Correct it there and import that file.");
        }
    }
}
