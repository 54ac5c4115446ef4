using System.IO.Pipelines;
using System.Security.Cryptography;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only: chunks into a stream that holds back whoever sends too fast, and back.</summary>
internal sealed class ImportGrpcService(ImportDesk imports, ExportDesk exports) : ImportService.ImportServiceBase
{
    private const int ChunkBytesMax = 256 * 1024;
    private const int HeldBytesMax = 1024 * 1024;
    private const int FileNameLengthMax = 200;

    public override async Task Import(IAsyncStreamReader<ImportRequest> requests, IServerStreamWriter<ImportResponse> answers, ServerCallContext context)
    {
        var order = await HeaderAsync(requests, context);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: HeldBytesMax, resumeWriterThreshold: HeldBytesMax / 2));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var together = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var receiving = ReceiveAsync(requests, pipe.Writer, digest, together.Token);
        try
        {
            ImportResult result;
            await using (var file = pipe.Reader.AsStream())
            {
                result = await imports.RunAsync(order, file, m => answers.WriteAsync(m, together.Token), together.Token);
            }

            await receiving;
            if (order.Sha256 is { } said && !digest.GetCurrentHash().AsSpan().SequenceEqual(said))
            {
                throw Refused("header.sha256", "is another file's: rows may have been passed over. Send the file again with its own digest, or without one.");
            }

            await answers.WriteAsync(new() { Result = result }, together.Token);
        }
        catch (LeadFileException e)
        {
            throw Refused("chunk", e.Message);
        }
        finally
        {
            await together.CancelAsync();
            await receiving.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public override Task ExportLeads(ExportLeadsRequest request, IServerStreamWriter<ExportLeadsResponse> answers, ServerCallContext context)
    {
        Check.That(request)
            .KnownEnum("format", request.Format)
            .OptionalEnum("state", request.State)
            .OptionalEnum("segment", request.Segment)
            .OptionalEnum("size_tier", request.SizeTier)
            .OptionalUuid("owner_id", request.OwnerId, out var owner)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .Satisfies("mine", !request.Mine || request.OwnerId.Length == 0, "cannot be combined with owner_id; use one of them.")
            .ThrowIfAny();
        var actor = context.GetActor();
        var filter = new LeadFilter(
            request.State == LeadState.Unspecified ? null : request.State,
            request.Segment == V1.Segment.Unspecified ? null : request.Segment.ToDomain(),
            request.SizeTier == V1.SizeTier.Unspecified ? null : request.SizeTier.ToDomain(),
            request.Mine ? actor.Id : owner,
            account);

        // Those whom the access table lets read contacts one by one.
        var withContacts = actor.Is(Role.TeamLead, Role.HeadOfSales, Role.Service);
        return exports.RunAsync(
            filter, (Files.LeadFileFormat)request.Format, withContacts,
            (bytes, rows) => answers.WriteAsync(new() { Chunk = ByteString.CopyFrom(bytes.Span), Rows = rows }, context.CancellationToken), context.CancellationToken);
    }

    private static async Task<ImportOrder> HeaderAsync(IAsyncStreamReader<ImportRequest> requests, ServerCallContext context)
    {
        if (!await requests.MoveNext(context.CancellationToken) || requests.Current.Header is not { } header)
        {
            throw Refused("header", "is missing: the first message says what comes.");
        }

        Check.That(header)
            .Uuid("request_id", header.RequestId, out var id)
            .KnownEnum("format", header.Format)
            .KnownEnum("known", header.Known)
            .OptionalText("file_name", header.FileName, FileNameLengthMax)
            .Satisfies("sha256", header.Sha256.Length == 0 || (header.Sha256.Length == 64 && header.Sha256.All(char.IsAsciiHexDigit)), "is no SHA-256: 64 hex digits, or nothing.")
            .ThrowIfAny();
        return new(
            context.GetActor(), id, (Files.LeadFileFormat)header.Format, header.FileName, header.Sha256.Length == 0 ? null : Convert.FromHexString(header.Sha256), header.DryRun,
            header.Known == KnownAccounts.AddLead);
    }

    private static async Task ReceiveAsync(IAsyncStreamReader<ImportRequest> requests, PipeWriter file, IncrementalHash digest, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            var isWanted = true;
            while (await requests.MoveNext(stop))
            {
                if (requests.Current.PartCase != ImportRequest.PartOneofCase.Chunk || requests.Current.Chunk.Length > ChunkBytesMax)
                {
                    throw Refused("chunk", $"is what every message after the header has, of at most {ChunkBytesMax} bytes.");
                }

                // What lies behind a break in the file is received, so that the sender gets to its end, and dropped.
                digest.AppendData(requests.Current.Chunk.Span);
                isWanted = isWanted && !(await file.WriteAsync(requests.Current.Chunk.Memory, stop)).IsCompleted;
            }
        }
        catch (Exception e)
        {
            failure = e;
        }

        await file.CompleteAsync(failure);
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static RefusedException Refused(string field, string description) => new(Refusal.InvalidField(field, description));
}
