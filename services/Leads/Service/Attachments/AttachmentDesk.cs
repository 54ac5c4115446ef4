using System.Security.Cryptography;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>Takes in files, gives them out and lists them.</summary>
public sealed class AttachmentDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, AttachmentSettings settings, Spool spool, ILogger<AttachmentDesk> logger, IAttachmentStore? store = null)
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Takes in a file. Whatever is wrong with it, nothing of it stays.</summary>
    public async Task<Outcome<UploadAttachmentResponse>> UploadAsync(
        Command command, Guid accountId, string fileName, long size, string sha256, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken stop)
    {
        if (store is null)
        {
            return NotSetUp();
        }

        if (size > settings.BytesMax)
        {
            return new Refusal(RefusalKind.Invalid, "ATTACHMENT_TOO_LARGE", $"The file has {size} bytes; at most {settings.BytesMax} are kept.");
        }

        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            if (await AccountBook.LiveIdAsync(db, accountId, stop) is null)
            {
                return Refusal.NotFound("account", accountId);
            }
        }

        var name = FileNames.Clean(fileName);
        var (sniffer, mediaType) = (new ContentSniffer(), "");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = spool.Open();
        await foreach (var chunk in chunks.WithCancellation(stop))
        {
            if (sniffer.Length + chunk.Length > size)
            {
                return Damaged($"More bytes came than the {size} that were announced.");
            }

            sniffer.Feed(chunk.Span);
            hash.AppendData(chunk.Span);
            await file.Content.WriteAsync(chunk, stop);
        }

        if (sniffer.Length != size)
        {
            return Damaged($"{sniffer.Length} bytes came of the {size} that were announced.");
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256)
        {
            return Damaged("The bytes that came do not have the digest that was announced.");
        }

        if (sniffer.Finish(name, file.ReadAll) is not { } found)
        {
            return new Refusal(
                RefusalKind.Invalid, "ATTACHMENT_TYPE", $"{name} is kept by nobody: allowed are whole PDF, PNG and JPEG files and texts in UTF-8 (plain, Markdown, CSV, JSON), named as what they are.");
        }

        mediaType = found;
        await store.PutAsync(sha256, file, stop);
        return await commands.RunAsync<UploadAttachmentResponse>(command, async scope =>
        {
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            var row = new AttachmentRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                AccountId = live,
                FileName = name,
                MediaType = mediaType,
                SizeBytes = size,
                Sha256 = sha256,
                UploadedAt = scope.Now,
                UploadedById = scope.Actor.Id,
                UploadedBy = scope.Actor.Name,
            };
            scope.Db.Attachments.Add(row);
            scope.Append(row, "attachment", [new AttachmentStored { AttachmentId = row.Id.ToString(), AccountId = live.ToString(), Sha256 = sha256, SizeBytes = size, MediaType = mediaType }]);
            return new UploadAttachmentResponse { Attachment = row.ToMessage() };
        }, stop);
    }

    /// <summary>Gives a file out, and checks it while it does. The last bytes leave only when all of them are what was stored.</summary>
    public async Task DownloadAsync(Guid id, Func<DownloadAttachmentResponse, Task> send, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } row)
        {
            throw new RefusedException(Refusal.NotFound("attachment", id));
        }

        if (store is null)
        {
            throw new RefusedException(NotSetUp());
        }

        await using var content = await store.OpenAsync(row.Sha256, stop) ?? throw Lost(row, "its bytes are gone");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await send(new() { Attachment = row.ToMessage() });
        var (length, held) = (0L, Google.Protobuf.ByteString.Empty);
        var buffer = new byte[ChunkBytes];
        int read;
        while ((read = await content.ReadAsync(buffer, stop)) > 0)
        {
            if (!held.IsEmpty)
            {
                await send(new() { Chunk = held });
            }

            hash.AppendData(buffer, 0, read);
            length += read;
            held = Google.Protobuf.ByteString.CopyFrom(buffer, 0, read);
        }

        if (length != row.SizeBytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != row.Sha256)
        {
            throw Lost(row, "its bytes are not those that were stored");
        }

        await send(new() { Chunk = held });
    }

    /// <summary>A page of an account's files, newest first.</summary>
    public async Task<Outcome<ListAttachmentsResponse>> ListAsync(Page page, Guid accountId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var found = db.Attachments.AsNoTracking().Where(a => a.AccountId == live);
        if (page.Before is { } before)
        {
            found = found.Where(a => a.Id < before);
        }

        var rows = await found.OrderByDescending(a => a.Id).Take(page.Size + 1).ToListAsync(stop);
        return new ListAttachmentsResponse { Attachments = { rows.Take(page.Size).Select(r => r.ToMessage()) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    private RpcException Lost(AttachmentRow row, string why)
    {
        logger.LogError("Attachment {Id} with digest {Sha256}: {Why}.", row.Id, row.Sha256, why);
        return new(new(StatusCode.DataLoss, $"The file {row.FileName} cannot be given out: {why}. Restore the attachment store from a copy, or upload the file again."));
    }

    private static Refusal Damaged(string what) => new(RefusalKind.Invalid, "ATTACHMENT_DAMAGED", $"{what} Nothing was kept; send the file again.");

    private static Refusal NotSetUp() =>
        new(RefusalKind.Precondition, "ATTACHMENTS_NOT_SET_UP", "This desk keeps no files yet: set Attachments:Folder on the Leads service.");
}
