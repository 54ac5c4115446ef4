using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Sends and fetches files chunk by chunk; a whole file is never held.</summary>
internal static class FileTransfer
{
    private const int ChunkBytes = 128 * 1024;

    // What is smaller is there before a bar could be read.
    private const long ShownFromBytes = 1024 * 1024;

    /// <summary>Opens a file to be sent.</summary>
    /// <exception cref="DeskException">It is not there, may not be read, or is empty.</exception>
    public static FileStream Open(FileInfo path)
    {
        FileStream file;
        try
        {
            file = path.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"source: {path.FullName} cannot be read: {(Directory.Exists(path.FullName) ? "it is a folder; name a file in it." : e.Message)}", e);
        }

        if (file.Length > 0)
        {
            return file;
        }

        file.Dispose();
        throw new DeskException($"source: {path.FullName} is empty, and an empty file says nothing. Name another one.");
    }

    /// <summary>Sends a file behind its header, to which size and digest are added.</summary>
    /// <remarks>A file that changes meanwhile is refused by the service: it is not what the header says any more.</remarks>
    public static async Task<T> SendAsync<T>(
        FileStream file, AttachmentHeader header, bool forPeople, Func<IAsyncEnumerable<UploadAttachmentRequest>, CancellationToken, Task<T>> send, CancellationToken stop)
    {
        header.Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        header.SizeBytes = file.Position;
        file.Position = 0;
        return await WithProgressAsync($"sending {header.FileName}", header.SizeBytes, forPeople, tell => send(Parts(file, header, tell, stop), stop));
    }

    /// <summary>Writes what comes into a file beside the target, checks it, and only then gives it the target's name.</summary>
    /// <returns>What it is, and where.</returns>
    public static async Task<(Attachment Attachment, string Path)> ReceiveAsync(
        IAsyncEnumerable<DownloadAttachmentResponse> parts, string? target, bool overwrite, bool forPeople, CancellationToken cancellation)
    {
        // So that Ctrl-C leaves no half file behind.
        using var interrupt = new Interrupt();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, interrupt.Token);
        var stop = either.Token;
        if (target is not null && !Directory.Exists(target))
        {
            RefuseToOverwrite(Path.GetFullPath(target), overwrite);
        }

        await using var all = parts.GetAsyncEnumerator(stop);
        var attachment = await all.MoveNextAsync() && all.Current.PartCase == DownloadAttachmentResponse.PartOneofCase.Attachment
            ? all.Current.Attachment
            : throw new DeskException("The service sent no description of the file. Try again.");
        var path = Where(target, attachment);
        RefuseToOverwrite(path, overwrite);
        var part = Path.Combine(Path.GetDirectoryName(path)!, $".{SessionCommands.NewId()}.part");
        try
        {
            await WithProgressAsync($"fetching {attachment.FileName}", attachment.SizeBytes, forPeople, async tell =>
            {
                await using var output = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                while (await all.MoveNextAsync())
                {
                    var chunk = all.Current.Chunk.Memory;
                    digest.AppendData(chunk.Span);
                    await output.WriteAsync(chunk, stop);
                    tell(output.Position);
                }

                output.Flush(flushToDisk: true);
                var got = Convert.ToHexStringLower(digest.GetHashAndReset());
                return got == attachment.Sha256 && output.Position == attachment.SizeBytes ? true : throw new DeskException(
                    $"What came is not the file that was stored: {output.Position} of {attachment.SizeBytes} bytes, SHA-256 {got} instead of {attachment.Sha256}. Nothing was written; try again.");
            });
            File.Move(part, path, overwrite);
            return (attachment, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"target: {path} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async IAsyncEnumerable<UploadAttachmentRequest> Parts(FileStream file, AttachmentHeader header, Action<long> tell, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return new() { Header = header };
        var chunk = new byte[ChunkBytes];
        while (await file.ReadAsync(chunk, stop) is > 0 and var read)
        {
            yield return new() { Chunk = ByteString.CopyFrom(chunk, 0, read) };
            tell(file.Position);
        }
    }

    private static Task<T> WithProgressAsync<T>(string title, long length, bool forPeople, Func<Action<long>, Task<T>> work)
    {
        var screen = new Screen();
        return forPeople && screen.IsTerminal && length >= ShownFromBytes
            ? screen.ProgressAsync(title, tell => work(done => tell((ulong)done, (ulong)length, $"{AttachmentCommands.Size(done)} of {AttachmentCommands.Size(length)}")))
            : work(_ => { });
    }

    // The name comes from elsewhere: whatever it holds, the file lands in the folder that was meant, and hides nothing there.
    private static string Where(string? target, Attachment attachment)
    {
        if (target is not null && !Directory.Exists(target))
        {
            return Path.GetFullPath(target);
        }

        var name = Path.GetFileName(attachment.FileName.Replace('\\', '/')).TrimStart('.').Trim();
        return Path.Combine(Path.GetFullPath(target ?? "."), name.Length == 0 || name.Any(char.IsControl) ? attachment.AttachmentId : name);
    }

    private static void RefuseToOverwrite(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw new DeskException($"target: {path} is a folder; name a file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new DeskException($"target: there is no folder {Path.GetDirectoryName(path)}; make it first.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw new DeskException($"target: {path} is there already. Name another one, or replace it with --force.");
        }
    }
}
